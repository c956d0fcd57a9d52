/**
 * The last birth date with which somebody is old enough on a day. Who was born on 29 February has a birthday on 1 March
 * in other years, so the day before counts as too young: nobody is a day younger than they look on paper.
 *
 * @param today the calendar day at the shop, `2026-11-22`
 * @param age whole years
 */
export function bornOnOrBefore(today: string, age: number): string {
  const [year = 0, month = 1, day = 1] = today.split('-').map(Number);
  const then = year - age;
  const isLeap = (then % 4 === 0 && then % 100 !== 0) || then % 400 === 0;
  const born = month === 2 && day === 29 && !isLeap ? 28 : day;
  return [String(then).padStart(4, '0'), ...[month, born].map((part) => String(part).padStart(2, '0'))].join(
    '-',
  );
}
