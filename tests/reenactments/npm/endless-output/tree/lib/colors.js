module.exports = { red: (text) => `\u001b[31m${text}\u001b[39m` }
