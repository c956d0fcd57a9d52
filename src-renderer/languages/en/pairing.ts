export const pairing = {
  title: 'Connect this till',
  intro: 'Pair it once with your shop’s server. Afterwards it sells with or without the network.',
  server: 'Server address',
  serverPlaceholder: 'http://192.168.1.10:7420',
  code: 'Pairing code',
  codeHint: '8 characters, made at the head office or on the server. Valid for 10 minutes, once.',
  name: 'Name of this till',
  defaultName: 'Till {{number}}',
  submit: 'Pair this till',
  former: 'This machine was {{name}}. Its sales are in the journal and are delivered after pairing.',
  formerNameless:
    'This machine was a till before. Its sales are in the journal and are delivered after pairing.',
  leave: 'Not now',
  again: 'Pair again',
  working: 'Pairing …',
  language: 'Language',
  downloading: 'Downloading the catalogue',
  downloaded_one: '{{count}} item so far',
  downloaded_other: '{{count}} items so far',
  restored: 'It is our server, restored from a backup',
  beginAnew: 'It is another server: begin anew here',
  beginAnewHint: 'Sales of before stay on this machine, and go to neither server. Carts that are open end.',
  copyUnsent: 'Copy what is unsent to a file',
  copied: 'Copied to {{place}}. Keep it until its sales are with their server.',
  copiedDownload: 'Copied: the browser shows where. Keep it until its sales are with their server.',
  errors: {
    invalidCode: 'A pairing code has 8 letters and digits. Compare it with the one you were given.',
    invalidAddress: 'That is not a server address. It looks like http://192.168.1.10:7420.',
    wrongPairingCode:
      'The server does not know this code. It may have been used already or be older than 10 minutes. Ask for a new one.',
    tooManyRequests: 'Too many wrong codes. Wait a minute, then try again.',
    unreachable:
      'Nothing answers at {{server}}. Check the address, that the server runs, and that this till is on the same network.',
    notEvertill:
      'Something answers at {{server}}, but it is not an Evertill server. Check the address and the port.',
    unknownFormer:
      'This server does not know the till that this machine was before. Check the address first. If it is right, say which server this is.',
    otherServer:
      'This is not the server, or not the shop, of the till that this machine was before. Check the address: what this till still holds belongs there.',
    unsent_one:
      'One document has not reached its own server, and will not be sent to this one. Copy it to a file first; whoever looks after that server can bring it in.',
    unsent_other:
      '{{count}} documents have not reached their own server, and will not be sent to this one. Copy them to a file first; whoever looks after that server can bring them in.',
    alreadyPaired: 'This till is paired already.',
  },
};
