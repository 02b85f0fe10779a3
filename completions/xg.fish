# fish completion of xg: the commands know the candidates themselves.
function __xg_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l cmd $words[1]
    set -e words[1]
    if test (basename $cmd) = xg; and set -q words[1]; and type -q xg-$words[1]
        set cmd xg-$words[1]
        set -e words[1]
    end
    for line in ($cmd --complete -- $words $current 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path (string replace -r -- '^--[^=]*=' '' $current)
        else if string match -qr -- '^--[^=]*=' $current
            echo (string replace -r -- "=.*" "=" $current)$line
        else
            echo $line
        end
    end
end
# This file is found under the name of each command.
complete -c (basename (status filename) .fish) -f -a '(__xg_complete)'
