// @ts-nocheck -- It runs in the page of a browser; the types of the tests are those of Node and know no document.
(() => {
  const problems = [];
  const width = document.documentElement.clientWidth;

  const words = (element) => element.textContent.replace(/\s+/g, ' ').trim().slice(0, 40);
  const named = (element) => `<${element.localName}> '${words(element)}'`;
  const channels = (colour) => {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return { red, green, blue, alpha };
  };
  const over = (top, below) => {
    const mix = (name) => top[name] * top.alpha + below[name] * (1 - top.alpha);
    return { red: mix('red'), green: mix('green'), blue: mix('blue'), alpha: 1 };
  };
  const luminance = ({ red, green, blue }) => {
    const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  // What a browser paints where nothing says otherwise.
  const sample = document.body.appendChild(document.createElement('div'));
  sample.style.backgroundColor = 'Canvas';
  const canvas = channels(getComputedStyle(sample).backgroundColor);
  sample.remove();
  const ancestors = (element) => (element === null ? [] : [element, ...ancestors(element.parentElement)]);
  const groundOf = (element) =>
    ancestors(element)
      .reverse()
      .reduce((ground, one) => over(channels(getComputedStyle(one).backgroundColor), ground), canvas);
  const opacityOf = (element) => ancestors(element).reduce((all, one) => all * Number(getComputedStyle(one).opacity), 1);

  if (document.documentElement.scrollWidth > width)
    problems.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
  for (const element of document.body.querySelectorAll('*')) {
    const { left, right, width: own } = element.getBoundingClientRect();
    if (own > 0 && (left < -0.5 || right > width + 0.5)) problems.push(`${named(element)} stands out, from ${left} to ${right}`);
    const style = getComputedStyle(element);
    if (own > 0 && style.overflowX !== 'visible' && element.scrollWidth > element.clientWidth + 1)
      problems.push(`${named(element)} is cut off`);
    if (style.backgroundImage !== 'none') problems.push(`${named(element)} has a picture behind it`);
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  let texts = 0;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    if (node.textContent.trim() === '' || boxes.length === 0 || getComputedStyle(element).visibility !== 'visible') continue;
    texts += 1;
    const style = getComputedStyle(element);
    const size = Number.parseFloat(style.fontSize);
    if (size < 12) problems.push(`${named(element)} is written in ${size} px`);
    if (boxes.some((box) => box.right > width + 0.5 || box.left < -0.5))
      problems.push(`the text of ${named(element)} stands out`);
    const ground = groundOf(element);
    const ink = channels(style.color);
    const seen = over({ ...ink, alpha: ink.alpha * opacityOf(element) }, ground);
    const ratio = contrast(seen, ground);
    if (ratio < 4.5)
      problems.push(
        `${named(element)} has a contrast of ${ratio.toFixed(2)}: ${style.color} on rgb(${[ground.red, ground.green, ground.blue].map(Math.round).join(', ')})`,
      );
  }
  if (texts === 0) problems.push('nothing can be read');

  const { lang } = document.documentElement;
  if (!/^[A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*$/.test(lang)) problems.push(`the language of the page is '${lang}'`);
  if (document.title.trim() === '') problems.push('the page has no title');
  for (const image of document.images) if (!image.hasAttribute('alt')) problems.push('an image has no alt');
  for (const link of document.querySelectorAll('a')) {
    const label = [link.textContent, ...[...link.querySelectorAll('img')].map(({ alt }) => alt)].join('').trim();
    if (label === '') problems.push(`the link to ${link.getAttribute('href')} has no text`);
    if (!/^(?:https?|mailto|tel):/.test(link.getAttribute('href') ?? ''))
      problems.push(`a link leads to ${link.getAttribute('href')}`);
  }
  if (document.querySelectorAll('script, iframe, object, embed, form, link').length > 0)
    problems.push('there is a script, a frame or a form');
  for (const element of document.querySelectorAll('*'))
    for (const { name } of element.attributes) if (name.startsWith('on')) problems.push(`${named(element)} has ${name}`);
  return [...new Set(problems)];
})();
