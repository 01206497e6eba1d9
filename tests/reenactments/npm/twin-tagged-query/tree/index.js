'use strict'

/** Return a query with places, and its values. */
const sql = (parts, ...values) => ({ text: parts.reduce((all, part, index) => `${all}$${index}${part}`), values })

/** Return bytes of hexadecimal digits. */
const hex = (parts, ...rest) => Buffer.from(String.raw(parts, ...rest), 'hex')

/** Return the text without its indentation. */
const dedent = (parts, ...rest) => String.raw(parts, ...rest).replace(/^[ \t]+/gm, '')

module.exports = { sql, hex, dedent, marker: hex`00ff10` }
