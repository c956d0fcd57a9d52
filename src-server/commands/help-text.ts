import { DEFAULT_DATA_DIR, DEFAULT_PORT } from './command-line.ts';

export const HELP_TEXT = `Evertill server

  npm run server                                   run the central server
  npm run server -- demo                           the same; a new data directory begins with the demo shop
  npm run server -- pair --store STORE             a one-use code that pairs a till (10 minutes)
  npm run server -- terminals [--store STORE]      the paired tills
  npm run server -- revoke --store STORE --terminal ID
                                                   takes a till's access away; what it was paid for is still heard
  npm run server -- import FILE --store STORE      a product CSV of Shopify or WooCommerce
  npm run server -- import-journal FILE [--store STORE]
                                                   a till's journal, or an export of it: each sale is applied once;
                                                   --store takes in a till that this server does not know
  npm run server -- adjust --store STORE --sku SKU --quantity N --reason TEXT
                                                   puts N units on the shelf, or takes -N off it
  npm run server -- settings --store STORE [--set NAME=VALUE …]
                                                   shows a store's settings, changed first where asked
  npm run server -- staff [list]                   who works here, and who has a PIN
  npm run server -- staff add --name NAME [--role ROLE] [--hue N]
  npm run server -- staff set-pin WHO [--pin-file FILE]
                                                   asks for it without an echo; WHO is a name or an id
  npm run server -- staff set-role WHO owner|manager|cashier
  npm run server -- staff deactivate|activate WHO
  npm run server -- letters [--store STORE] [--retry]
                                                   receipts that have not gone out by e-mail yet; tries them again
  npm run server -- exceptions [--store STORE] [--all]
                                                   what waits for a person: oversold, kept documents …
  npm run server -- exceptions ID                  one of them with everything that is known of it
  npm run server -- resolve ID --act ACT --by NAME [--note TEXT] [--quantity N] [--sku SKU] [--from STORE] [--keep-open]
                                                   what was done about it: foundStock, recount, transfer, backOrder,
                                                   writeOff, accept, setAside, countAsItIs
  npm run server -- kept [--store STORE] [--all]   documents that were not understood, whole
  npm run server -- resend-kept ID --by NAME [--note TEXT]
                                                   judges one afresh, as if its till had just sent it
  npm run server -- export-kept ID [FILE]          writes one out as it was sent
  npm run server -- verify [--store STORE]         recomputes all stock from the ledger and compares
  npm run server -- restored                       the database was restored from a backup: every till reads anew and
                                                   sends what it holds, and nothing doubles
  npm run server -- help

Every command takes
  --data DIR     the data directory           (EVERTILL_DATA; ${DEFAULT_DATA_DIR} otherwise)
  --port N       the port of the server       (EVERTILL_PORT; ${DEFAULT_PORT} otherwise)
and the server also
  --host ADDRESS where it listens             (EVERTILL_HOST; 127.0.0.1 otherwise, so only this machine)

Environment
  DATABASE_URL              a managed PostgreSQL instead of the one in the data directory
  EVERTILL_LOG              how much is logged, one JSON object a line on standard error: debug, info, warn, error
  EVERTILL_METRICS_TOKEN    who may read /metrics from elsewhere: sent as bearer token
  EVERTILL_OFFICE_TOKEN     who may resolve exceptions over HTTP: head office's programs send it as bearer token
  EVERTILL_PIN_KEY          32 random bytes in base64, under which PINs are kept: the same for all servers of a
                            database; otherwise the file pin-key in the data directory, which belongs into a backup
                            of its own
  EVERTILL_SMTP_URL         the mail server that receipts go out by: smtp://user:password@host:587
  EVERTILL_MAIL_FROM        the address they come from
  EVERTILL_ALLOWED_ORIGINS  further web pages that may call the server, separated by commas

Commands work while a server runs on the same data and also when none does.
A quantity counts the smallest step of the unit: pieces, or grams where a kilogram is sold by the gram.
`;
