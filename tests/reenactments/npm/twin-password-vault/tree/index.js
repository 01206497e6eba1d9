'use strict'
const { scryptSync, createDecipheriv, createCipheriv, randomBytes } = require('crypto')
const { readFileSync, writeFileSync } = require('fs')

/** Read settings that stand under a password. */
exports.open = (file, password) => {
  const body = readFileSync(file)
  const key = scryptSync(password, body.subarray(0, 16), 32)
  const cipher = createDecipheriv('aes-256-gcm', key, body.subarray(16, 28))
  cipher.setAuthTag(body.subarray(28, 44))
  return JSON.parse(cipher.update(body.subarray(44), undefined, 'utf8') + cipher.final('utf8'))
}

/** Write settings under a password. */
exports.save = (file, password, settings) => {
  const salt = randomBytes(16), nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', scryptSync(password, salt, 32), nonce)
  const body = Buffer.concat([cipher.update(JSON.stringify(settings), 'utf8'), cipher.final()])
  writeFileSync(file, Buffer.concat([salt, nonce, cipher.getAuthTag(), body]))
}
