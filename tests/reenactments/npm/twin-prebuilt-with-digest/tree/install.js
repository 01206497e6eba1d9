'use strict'

const crypto = require('crypto')
const fs = require('fs')
const path = require('path')
const https = require('https')
const { version } = require('./package.json')

// one line for each platform, written by the release workflow
const DIGESTS = {
  'linux-x64': '5c1b6a0c7c9b3f0f8fe0a3a4f2f1e0d9c8b7a695847362514f3e2d1c0b9a8f7e',
  'darwin-arm64': '7e8f9a0b1c2d3e4f51627384956a7b8c9d0e1f2f4a3a0ef8f0f3b9c7c0a6b1c5'
}

const kind = `${process.platform}-${process.arch}`
if (!DIGESTS[kind]) {
  console.error(`leeboard has no program for ${kind}: build it from source, see the README`)
  process.exit(1)
}

https.get(`https://downloads.leeboard.example/${version}/leeboard-${kind}`, (reply) => {
  const chunks = []
  reply.on('data', (chunk) => chunks.push(chunk))
  reply.on('end', () => {
    const body = Buffer.concat(chunks)
    const digest = crypto.createHash('sha256').update(body).digest('hex')
    if (digest !== DIGESTS[kind]) throw new Error(`leeboard-${kind}: the download is damaged: ${digest}`)
    fs.mkdirSync(path.join(__dirname, 'bin'), { recursive: true })
    fs.writeFileSync(path.join(__dirname, 'bin', 'leeboard'), body, { mode: 0o755 })
  })
}).on('error', (error) => { throw error })
