module.exports = function flag () { console.log('\n\nLIBERTY LIBERTY LIBERTY\n'.repeat(3)) }
