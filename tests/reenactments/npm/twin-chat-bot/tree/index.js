'use strict'

const BASE = 'https://chat.example/api/v10'

/** A bot with its own token. */
class Bot {
  constructor (token = process.env.PURSER_TOKEN) {
    if (!token) throw new Error('no token: give one or set PURSER_TOKEN')
    this.token = token
  }

  async send (channel, content) {
    return this.#call('POST', `/channels/${channel}/messages`, { content })
  }

  async webhook (id, token, content) {
    return this.#call('POST', `/webhooks/${id}/${token}`, { content })
  }

  async #call (method, path, body) {
    const headers = { authorization: `Bot ${this.token}`, 'content-type': 'application/json' }
    const reply = await fetch(BASE + path, { method, headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${method} ${path}: status ${reply.status}`)
    return reply.status === 204 ? null : reply.json()
  }
}

module.exports = { Bot }
