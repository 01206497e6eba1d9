'use strict'
const os = require('os')

/** Take jobs from a server and answer them. */
class Client {
  constructor ({ url, token, every = 5000, work }) {
    Object.assign(this, { url, token, every, work, id: `${os.hostname()}-${process.pid}` })
  }

  async once () {
    const headers = { authorization: `Bearer ${this.token}` }
    const reply = await fetch(`${this.url}/jobs?worker=${this.id}`, { headers })
    if (reply.status === 204) return
    const job = await reply.json()
    const result = await this.work(job)
    await fetch(`${this.url}/jobs/${job.id}`, { method: 'POST', headers, body: JSON.stringify({ result }) })
  }

  start () { this.timer = setInterval(() => this.once().catch((error) => console.error(error)), this.every) }

  stop () { clearInterval(this.timer) }
}

module.exports = { Client }
