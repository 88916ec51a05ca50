/**
 * The week, as it happens.
 * @module
 */
import type { OrderDesk } from './order-desk.js';
import { on } from './studio.js';

/** Something that happens at the studio. */
export interface Step<Tx> {
  /** An ISO instant. */
  readonly at: string;
  /** The order it happens to, or the coupon. */
  readonly subject: string;
  /** In the words of whoever keeps the shop's diary. */
  readonly note: string;
  readonly happen: (desk: OrderDesk<Tx>) => Promise<void>;
}

/** The last instant of the demo. */
export const end = on('03-10', '18:00');

/** The steps in their order. */
export function week<Tx>(): readonly Step<Tx>[] {
  const step = (day: string, time: string, subject: string, note: string, happen: Step<Tx>['happen']): Step<Tx> => {
    return { at: on(day, time), subject, note, happen };
  };
  return [
    step('02-27', '11:20', 'B-1001', '林怡君 books for two, and will pay by bank transfer', (desk) => desk.place('B-1001')),
    step('02-28', '21:40', 'B-1004', '黃志偉 books, to be paid at an ATM', (desk) => desk.place('B-1004')),
    step('03-01', '16:00', 'B-1005', 'Sofia Rossi books, to be paid at an ibon machine', (desk) => desk.place('B-1005')),
    step('03-02', '09:15', 'B-1001', 'the bank transfer has arrived', (desk) => desk.event('B-1001', 'payment.pay')),
    step('03-02', '09:30', 'B-1001', 'one session is accepted; the second wheel is being repaired', (desk) =>
      desk.accept('B-1001', 'S-1'),
    ),
    step('03-02', '10:05', 'B-1002', 'Emma Carter books for herself and her daughter Mia', (desk) => desk.place('B-1002')),
    step('03-02', '10:06', 'B-1002', 'the card is charged', (desk) =>
      desk.event('B-1002', 'payment.pay', { key: 'gateway-5531' }),
    ),
    step('03-02', '10:06', 'B-1002', 'the gateway calls back a second time: nothing is sent twice', (desk) =>
      desk.event('B-1002', 'payment.pay', { key: 'gateway-5531' }),
    ),
    step('03-02', '11:00', 'B-1002', 'both sessions are accepted', (desk) => desk.accept('B-1002', 'S-1', 'S-2')),
    step('03-02', '12:00', 'SPRING-21', 'a coupon is issued to 林怡君', (desk) => desk.issueCoupon('SPRING-21')),
    step('03-02', '13:00', 'B-1003', '王小明 books, and pays when he comes', (desk) => desk.place('B-1003')),
    step('03-02', '18:00', 'B-1005', 'paid at the ibon machine', (desk) =>
      desk.event('B-1005', 'payment.pay', { key: 'gateway-5544' }),
    ),
    step('03-03', '09:40', 'B-1001', 'the second session is accepted, too', (desk) => desk.accept('B-1001', 'S-2')),
    step('03-03', '09:45', 'B-1001', 'Hana will teach the first session', (desk) => desk.assignHana('B-1001', 'S-1')),
    step('03-03', '09:50', 'B-1003', 'accepted', (desk) => desk.accept('B-1003', 'S-1')),
    step('03-03', '09:55', 'B-1005', 'accepted', (desk) => desk.accept('B-1005', 'S-1')),
    step('03-04', '09:45', 'B-1008', '吳美玲 books, to be paid in a convenience store', (desk) => desk.place('B-1008')),
    step('03-04', '16:30', 'HELLO-22', 'a coupon of four days is issued to Emma Carter', (desk) => desk.issueCoupon('HELLO-22')),
    step('03-05', '08:30', 'B-1004', 'accepted by mistake: the order has failed', (desk) => desk.accept('B-1004', 'S-1')),
    step('03-05', '11:15', 'B-1008', '吳美玲 cancels before paying', (desk) => desk.cancel('B-1008', '臨時有事')),
    step('03-05', '16:00', 'B-1001', 'the second session is moved from Saturday to Sunday', (desk) =>
      desk.move('B-1001', 'S-2', on('03-08', '14:00')),
    ),
    step('03-05', '18:50', 'M-31', '張雅婷 signs up with her phone number', (desk) => desk.signUp('402817')),
    step('03-05', '19:00', 'B-1006', '張雅婷 books for tomorrow morning', (desk) => desk.place('B-1006')),
    step('03-05', '19:01', 'B-1006', 'the card is charged', (desk) =>
      desk.event('B-1006', 'payment.pay', { key: 'gateway-5580' }),
    ),
    step('03-05', '19:20', 'B-1006', 'accepted', (desk) => desk.accept('B-1006', 'S-1')),
    step('03-05', '19:21', 'B-1006', 'Hana will teach', (desk) => desk.assignHana('B-1006', 'S-1')),
    step('03-06', '12:00', 'B-1007', 'Ken Sato books', (desk) => desk.place('B-1007')),
    step('03-06', '12:01', 'B-1007', 'his card is declined', (desk) => desk.event('B-1007', 'order.fail')),
    step('03-06', '15:30', 'B-1005', 'Sofia Rossi is ill, and gets her money back', (desk) =>
      desk.event('B-1005', 'payment.refund'),
    ),
  ];
}
