/**
 * Whose text a message is written with: the merchant's, the site's, or the system's.
 * @module
 */
import type { Templates } from '../../templates/engine.js';
import type { SiteSettings } from '../sites/site-settings.js';
import type { SiteTexts, Writer } from './site-texts.js';

/** Writes the messages of a lifecycle for a site; undefined where nobody has texts for it. */
export function writerFor<Tx>(
  base: Templates | undefined,
  lifecycle: string,
  site: SiteSettings | undefined,
  texts: SiteTexts<Tx> | undefined,
): Writer | undefined {
  const own = Object.values(site?.templates ?? {}).find((set) => set.lifecycle === lifecycle);
  const system = own === undefined ? base : ofSite(own, base);
  return system && (texts?.over(lifecycle, system) ?? system);
}

function ofSite(own: Templates, base: Templates | undefined): Writer {
  return {
    prepare: () => both(own.prepare?.(), base?.prepare?.()),
    render: (request) => {
      const isOwn = base === undefined || own.has(request.template, request.channel);
      return isOwn ? own.render(request) : base.render(request);
    },
  };
}

/** The end of what is still loading; undefined where nothing is. */
function both(one: Promise<void> | undefined, other: Promise<void> | undefined): Promise<void> | undefined {
  return one && other ? Promise.all([one, other]).then(() => undefined) : (one ?? other);
}
