'use strict'
const nodemailer = require('nodemailer')

/** Return a function that mails what a visitor writes. */
module.exports = ({ host = process.env.SMTP_HOST, user = process.env.SMTP_USER, pass = process.env.SMTP_PASS, to } = {}) => {
  const transport = nodemailer.createTransport({ host, port: 465, secure: true, auth: { user, pass } })
  return async ({ name, email, message }) => transport.sendMail({ from: user, to: to || user, replyTo: email, subject: `Message of ${name}`, text: message })
}
