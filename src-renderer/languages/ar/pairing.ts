import type { Words } from '../en/words.ts';
import type { EveryForm } from '../plural-forms.ts';

export const pairing: EveryForm<Words['pairing']> = {
  title: 'ربط هذا الصندوق',
  intro: 'اربطه مرة واحدة بخادم متجرك. بعد ذلك يبيع بوجود الشبكة وبدونها.',
  server: 'عنوان الخادم',
  serverPlaceholder: 'http://192.168.1.10:7420',
  code: 'رمز الربط',
  codeHint: '8 خانات، يُنشأ في الإدارة أو على الخادم. صالح 10 دقائق ولمرة واحدة.',
  name: 'اسم هذا الصندوق',
  defaultName: 'صندوق {{number}}',
  submit: 'ربط هذا الصندوق',
  former: 'كان هذا الجهاز {{name}}. مبيعاته محفوظة في السجل وتُسلَّم بعد الربط.',
  formerNameless: 'كان هذا الجهاز صندوق بيع من قبل. مبيعاته محفوظة في السجل وتُسلَّم بعد الربط.',
  leave: 'ليس الآن',
  again: 'الربط من جديد',
  working: 'جارٍ الربط …',
  language: 'اللغة',
  downloading: 'جارٍ تنزيل قائمة الأصناف',
  downloaded_zero: 'لا أصناف بعد',
  downloaded_one: 'صنف واحد حتى الآن',
  downloaded_two: 'صنفان حتى الآن',
  downloaded_few: '{{count}} أصناف حتى الآن',
  downloaded_many: '{{count}} صنفًا حتى الآن',
  downloaded_other: '{{count}} صنف حتى الآن',
  errors: {
    invalidCode: 'يتكوّن رمز الربط من 8 حروف وأرقام. قارنه بالرمز الذي أُعطيته.',
    invalidAddress: 'هذا ليس عنوان خادم. يبدو العنوان هكذا: http://192.168.1.10:7420.',
    wrongPairingCode:
      'الخادم لا يعرف هذا الرمز. ربما استُعمل من قبل أو مضى عليه أكثر من 10 دقائق. اطلب رمزًا جديدًا.',
    tooManyRequests: 'رموز خاطئة كثيرة. انتظر دقيقة ثم حاول من جديد.',
    unreachable:
      'لا شيء يستجيب على {{server}}. تحقق من العنوان، ومن أن الخادم يعمل، ومن أن هذا الصندوق على الشبكة نفسها.',
    notEvertill: 'شيء ما يستجيب على {{server}}، لكنه ليس خادم Evertill. تحقق من العنوان والمنفذ.',
    unknownFormer:
      'هذا الخادم لا يعرف الصندوق الذي كانه هذا الجهاز. تحقق من العنوان: ما زال لدى هذا الصندوق ما يخص خادمه هو.',
    alreadyPaired: 'هذا الصندوق مربوط من قبل.',
  },
};
