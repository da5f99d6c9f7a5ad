'use strict';

// Serves an extension of Beamline Router on NATS, with nothing but Node.js (18 or newer): copy this file.
//
//   const { serve } = require('./extension.js');
//   serve({ server: 'nats://127.0.0.1:4222', subject: 'beamline.ext.validator.mine.v1', handle });
//
// handle(request) gets { trace_id, tenant_id, policy_id, payload, metadata, config } and answers, at once or with a
// promise, { status: 'ok' }, { status: 'reject', reason, details } or { payload, metadata }. What it throws is logged; the
// router is told that the call failed. Services of the same queue share the requests; by default the subject names it.

const net = require('node:net');
const { inspect } = require('node:util');

const CRLF = '\r\n';
const LARGEST_MESSAGE = 8 * 1024 * 1024;
const PING_MILLIS = 20_000;
const MOST_UNANSWERED_PINGS = 2;
const LONGEST_PAUSE_MILLIS = 5_000;

// What stands before an @ is for the server alone.
const CREDENTIALS = /((?:^|,)\s*(?:\w+:\/\/)?)(?:(?!,\s*\w+:\/\/).)*@/gs;

function servers(list) {
  return list.split(',').map((text) => {
    try {
      const url = new URL(text.trim());
      if (url.protocol === 'nats:' && url.hostname) {
        return url;
      }
    } catch {
      // said below; what the parser says of it would show the password
    }
    const shown = list.replace(CREDENTIALS, '$1');
    throw new TypeError(`server is '${shown}', must begin with nats://, as nats://127.0.0.1:4222 does`);
  });
}

function failed(message) {
  return JSON.stringify({ status: 'error', message });
}

class Service {
  #options;
  #servers;
  #socket;
  #received;
  #state; // connecting, subscribing, serving
  #pings;
  #attempts = 0;
  #underWay = 0;
  #ended = null;
  #keepAlive;
  #reconnect;

  constructor(options) {
    const { server = 'nats://127.0.0.1:4222', subject, queue = subject, handle, log = console.error } = options;
    for (const [name, value] of Object.entries({ subject, queue })) {
      if (!/^\S+$/.test(value ?? '')) {
        throw new TypeError(`${name} is '${value}', must be a text without white space`);
      }
    }
    this.#options = { subject, queue, handle, log };
    this.#servers = servers(String(server));
    this.#keepAlive = setInterval(() => this.#ping(), PING_MILLIS);
    this.#connect();
  }

  /** Takes no more requests, answers those that it has, and ends. */
  close() {
    clearInterval(this.#keepAlive);
    clearTimeout(this.#reconnect);
    return new Promise((resolve) => {
      this.#ended = resolve;
      this.#send(`UNSUB 1${CRLF}`);
      this.#ping(); // what came before the server took note is here when it answers
      this.#endIfDone();
    });
  }

  #connect() {
    const url = this.#servers[this.#attempts % this.#servers.length];
    this.#received = Buffer.alloc(0);
    this.#pings = 0;
    this.#state = 'connecting';
    const socket = net.connect({ host: url.hostname.replace(/[[\]]/g, ''), port: url.port || 4222, noDelay: true });
    socket.on('data', (bytes) => this.#read(bytes, url));
    socket.on('error', (error) => this.#options.log(`${url.host}: ${error.message}`));
    socket.on('close', () => this.#connectAgain());
    this.#socket = socket;
  }

  #connectAgain() {
    if (this.#ended) {
      this.#ended();
      return;
    }
    const pause = Math.min(100 * 2 ** Math.min(this.#attempts, 10), LONGEST_PAUSE_MILLIS);
    this.#attempts++;
    this.#reconnect = setTimeout(() => this.#connect(), pause * (0.5 + Math.random() / 2));
  }

  #login(url) {
    const user = decodeURIComponent(url.username);
    const pass = decodeURIComponent(url.password);
    const who = pass ? { user, pass } : user ? { auth_token: user } : {};
    const options = { verbose: false, pedantic: false, headers: true, protocol: 1, lang: 'node', version: '1', ...who };
    this.#state = 'subscribing';
    this.#send(`CONNECT ${JSON.stringify(options)}${CRLF}SUB ${this.#options.subject} ${this.#options.queue} 1${CRLF}`);
    this.#ping();
  }

  /** A line says what comes; that of a message is followed by its bytes and another end of line. */
  #read(bytes, url) {
    this.#received = Buffer.concat([this.#received, bytes]);
    for (let end; (end = this.#received.indexOf(CRLF)) >= 0; ) {
      const line = this.#received.toString('utf8', 0, end);
      const words = line.split(' ');
      let next = end + CRLF.length;
      if (words[0] === 'MSG' || words[0] === 'HMSG') {
        const body = next + (words[0] === 'HMSG' ? Number(words.at(-2)) : 0);
        next += Number(words.at(-1)) + CRLF.length;
        if (this.#received.length < next) {
          break;
        }
        this.#take(words, this.#received.toString('utf8', body, next - CRLF.length));
      } else {
        this.#obey(words[0], line, url);
      }
      this.#received = this.#received.subarray(next);
    }
    if (this.#received.length > LARGEST_MESSAGE) {
      this.#socket.destroy(new Error(`a message has more than ${LARGEST_MESSAGE} bytes`));
    }
  }

  #obey(operation, line, url) {
    if (operation === 'INFO' && this.#state === 'connecting') {
      this.#login(url);
    } else if (operation === 'PING') {
      this.#send(`PONG${CRLF}`);
    } else if (operation === 'PONG') {
      this.#pings--;
      if (this.#state === 'subscribing') {
        this.#state = 'serving';
        this.#attempts = 0;
        this.#options.log(`serving ${this.#options.subject} as one of ${this.#options.queue}`);
      }
      this.#endIfDone();
    } else if (operation === '-ERR') {
      this.#options.log(`${url.host}: ${line}`);
    }
  }

  /** A message is MSG subject id [reply] size, or HMSG subject id [reply] headers size. */
  async #take(words, text) {
    if (words.length !== (words[0] === 'MSG' ? 5 : 6)) {
      return;
    }
    this.#underWay++;
    const reply = Buffer.from(await this.#answer(text));
    this.#send(Buffer.concat([Buffer.from(`PUB ${words[3]} ${reply.length}${CRLF}`), reply, Buffer.from(CRLF)]));
    this.#underWay--;
    this.#endIfDone();
  }

  async #answer(text) {
    let request = null;
    try {
      request = JSON.parse(text);
    } catch {
      // answered below; what the parser says of it would show what is in it
    }
    if (typeof request?.payload !== 'object' || request.payload === null) {
      return failed('the request is not JSON, or its payload is not an object');
    }
    try {
      return JSON.stringify((await this.#options.handle({ metadata: {}, config: {}, ...request })) ?? {});
    } catch (error) {
      this.#options.log(`${this.#options.subject} failed: ${inspect(error)}`);
      return failed('the extension failed');
    }
  }

  #ping() {
    if (this.#pings > MOST_UNANSWERED_PINGS) {
      this.#socket.destroy(new Error('the server does not answer'));
    } else if (this.#send(`PING${CRLF}`)) {
      this.#pings++;
    }
  }

  #send(bytes) {
    const able = this.#socket.readyState === 'open' && this.#state !== 'connecting';
    if (able) {
      this.#socket.write(bytes);
    }
    return able;
  }

  #endIfDone() {
    if (!this.#ended) {
      return;
    }
    if (this.#socket.readyState !== 'open') {
      this.#socket.destroy();
      this.#ended();
    } else if (this.#pings === 0 && this.#underWay === 0) {
      this.#socket.end();
    }
  }
}

exports.serve = (options) => new Service(options);
