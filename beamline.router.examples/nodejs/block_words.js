'use strict';

// A validator: refuses requests whose payload contains one of config.words, in any text at any depth, whatever the case.

const { serve } = require('./extension.js');

function* texts(value) {
  if (typeof value === 'string') {
    yield value.toLowerCase();
  } else if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) {
      yield* texts(member);
    }
  }
}

function handle({ payload, config }) {
  if (!Array.isArray(config.words)) {
    throw new TypeError(`config.words is ${JSON.stringify(config.words)}, must be a list of texts`);
  }
  const all = [...texts(payload.payload)];
  const word = config.words.find((it) => all.some((text) => text.includes(String(it).toLowerCase())));
  return word === undefined
    ? { status: 'ok' }
    : { status: 'reject', reason: 'the payload contains a blocked word', details: { word } };
}

const service = serve({
  server: process.env.NATS_URL,
  subject: process.env.SUBJECT ?? 'beamline.ext.validator.block_words.v1',
  handle,
});
for (const signal of ['SIGTERM', 'SIGINT']) {
  process.once(signal, () => service.close());
}
