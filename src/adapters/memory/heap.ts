/**
 * A binary heap whose members know their place, so that one can leave from the middle without a search.
 * @module
 */

/** Something that stands in at most one heap at a time. */
export interface Placed {
  /** Index in the heap that holds it; -1 while none does. */
  place: number;
}

/**
 * Members in the order of `isBefore`, the foremost first.
 *
 * Members leave at once, so there is never garbage to sweep; what `isBefore` looks at must not change while one is in.
 */
export class Heap<T extends Placed> {
  readonly #members: T[] = [];
  readonly #isBefore: (one: T, other: T) => boolean;

  constructor(isBefore: (one: T, other: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get first(): T | undefined {
    return this.#members[0];
  }

  get size(): number {
    return this.#members.length;
  }

  /** All members that `isFront` holds of, in no order, without a look at most others: whoever stands before one of them must be one. */
  front(isFront: (member: T) => boolean): T[] {
    const found: T[] = [];
    const places = [0];
    for (let place = places.pop(); place !== undefined; place = places.pop()) {
      const member = this.#members[place];
      if (member === undefined || !isFront(member)) continue;
      found.push(member);
      places.push(2 * place + 1, 2 * place + 2);
    }
    return found;
  }

  add(member: T): void {
    this.#members.push(member);
    this.#rise(member, this.#members.length - 1);
  }

  /** Does nothing for one that is not in this heap. */
  remove(member: T): void {
    const { place } = member;
    if (this.#members[place] !== member) return;
    const last = this.#members.pop();
    member.place = -1;
    if (last === undefined || last === member) return;
    this.#sink(last, place);
    if (last.place === place) this.#rise(last, place);
  }

  #rise(member: T, from: number): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#members[above];
      if (parent === undefined || !this.#isBefore(member, parent)) break;
      this.#put(parent, place);
      place = above;
    }
    this.#put(member, place);
  }

  #sink(member: T, from: number): void {
    let place = from;
    for (;;) {
      const child = this.#foremostChild(place);
      if (child === undefined || !this.#isBefore(child, member)) break;
      const below = child.place;
      this.#put(child, place);
      place = below;
    }
    this.#put(member, place);
  }

  #foremostChild(place: number): T | undefined {
    const left = this.#members[2 * place + 1];
    const right = this.#members[2 * place + 2];
    return left !== undefined && right !== undefined && this.#isBefore(right, left) ? right : left;
  }

  #put(member: T, place: number): void {
    this.#members[place] = member;
    member.place = place;
  }
}
