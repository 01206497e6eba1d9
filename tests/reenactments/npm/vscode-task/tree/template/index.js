console.log('ahoy')
