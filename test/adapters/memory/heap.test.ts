import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Heap, type Placed } from '../../../src/adapters/memory/heap.js';

interface Member extends Placed {
  readonly rank: number;
}

const members = fc.array(fc.record({ rank: fc.nat(20), leaves: fc.boolean() }), { maxLength: 60 });

test('members come out in order, whoever left from the middle', () => {
  fc.assert(
    fc.property(members, (given) => {
      const heap = new Heap<Member>((one, other) => one.rank < other.rank);
      const all = given.map(({ rank, leaves }) => ({ rank, leaves, place: -1 }));
      for (const member of all) heap.add(member);
      for (const member of all) if (member.leaves) heap.remove(member);
      const found: number[] = [];
      for (let first = heap.first; first !== undefined; first = heap.first) {
        found.push(first.rank);
        heap.remove(first);
      }
      const stayed = all.filter(({ leaves }) => !leaves).map(({ rank }) => rank);
      expect(found).toEqual(stayed.sort((one, other) => one - other));
      expect(heap.size).toBe(0);
      expect(all.every(({ place }) => place === -1)).toBe(true);
    }),
  );
});

test('a member of another heap, or of none, is not removed', () => {
  const isBefore = (one: Member, other: Member) => one.rank < other.rank;
  const [heap, other] = [new Heap<Member>(isBefore), new Heap<Member>(isBefore)];
  const [here, there] = [
    { rank: 1, place: -1 },
    { rank: 1, place: -1 },
  ];
  heap.add(here);
  other.add(there);
  heap.remove(there);
  heap.remove({ rank: 1, place: -1 });
  expect([heap.size, other.size]).toEqual([1, 1]);
});
