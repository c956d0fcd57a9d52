import type { Words } from '../en/words.ts';
import type { EveryForm } from '../plural-forms.ts';

export const kit: EveryForm<Words['kit']> = {
  countOf: 'عدد قطع {{value}}',
  less: 'إنقاص واحدة من {{value}}',
  more: 'زيادة واحدة من {{value}}',
  sum: 'المجموع',
  pinTyped_zero: 'لم يُكتب أي رقم',
  pinTyped_one: 'كُتب رقم واحد',
  pinTyped_two: 'كُتب رقمان',
  pinTyped_few: 'كُتبت {{count}} أرقام',
  pinTyped_many: 'كُتب {{count}} رقمًا',
  pinTyped_other: 'كُتب {{count}} رقم',
  pinChecking: 'جارٍ التحقق …',
  pinClear: 'مسح',
  pinErase: 'حذف آخر رقم',
  training: 'تدريب',
  trainingHint: 'لا شيء هنا يُحتسب: لا مخزون ولا درج ولا مجاميع.',
};
