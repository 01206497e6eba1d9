'use strict'

/** Collect a reply, its body decoded when it is JSON. */
async function read (incoming) {
  const chunks = []
  for await (const chunk of incoming) chunks.push(chunk)
  const text = Buffer.concat(chunks).toString('utf8')
  const json = /\bjson\b/.test(incoming.headers['content-type'] || '')
  const reply = { status: incoming.statusCode, headers: incoming.headers, data: json ? JSON.parse(text) : text }
  if (reply.status >= 400) throw Object.assign(new Error(`status ${reply.status}`), { reply })
  return reply
}

module.exports = { read }
