namespace Migrator.Cli.Shells;

/// <summary>
/// The scripts that teach a shell to complete <c>bindle2oci</c>. Each hands the line up to the cursor to the hidden
/// command <c>complete</c>, whose answers are the parser's own, and falls back to names of files.
/// </summary>
internal static class CompletionScript
{
    private const string Bash = """
        # Completion of bindle2oci for bash. In ~/.bashrc: source <(bindle2oci completion bash)
        _bindle2oci() {
          # The first word is as it was typed, its ~ not expanded.
          local IFS=$'\n' program=${COMP_WORDS[0]/#\~\//"$HOME"/}
          COMPREPLY=($("$program" complete -- "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
          # For bash the word begins behind the = of --option=value.
          if [[ ${COMP_LINE:0:COMP_POINT} =~ \ --[^\ ]*=[^\ ]*$ ]]; then COMPREPLY=("${COMPREPLY[@]#*=}"); fi
          # Roles come next, and no blank.
          if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *'[' ]]; then compopt -o nospace 2>/dev/null; fi
        }
        complete -o bashdefault -o default -F _bindle2oci bindle2oci
        """;

    private const string Zsh = """
        #compdef bindle2oci
        # Completion of bindle2oci for zsh. In ~/.zshrc, after compinit: source <(bindle2oci completion zsh)
        _bindle2oci() {
          local -a found
          local program=${words[1]/#\~\//$HOME/}
          found=(${(f)"$($program complete -- "${(j: :)words[1,CURRENT-1]} $PREFIX" 2>/dev/null)"})
          if (( $#found )); then compadd -- $found; else _files; fi
        }
        if [[ ${funcstack[1]} == _bindle2oci ]]; then _bindle2oci "$@"; else compdef _bindle2oci bindle2oci; fi
        """;

    private const string Fish = """
        # Completion of bindle2oci for fish. Keep it as ~/.config/fish/completions/bindle2oci.fish
        function __bindle2oci_complete
            set --local found (bindle2oci complete -- (commandline --current-process --cut-at-cursor) 2>/dev/null)
            if set --query found[1]
                printf '%s\n' $found
            else
                __fish_complete_path (commandline --current-token)
            end
        end
        complete --command bindle2oci --no-files --arguments '(__bindle2oci_complete)'
        """;

    private const string PowerShell = """
        # Completion of bindle2oci for PowerShell. In $PROFILE:
        #   bindle2oci completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName bindle2oci -ScriptBlock {
            param($word, $command, $position)
            $length = $position - $command.Extent.StartOffset
            $line = $command.Extent.Text.PadRight($length).Substring(0, $length)
            bindle2oci complete -- $line 2>$null | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }
        """;

    /// <summary>The script of a shell.</summary>
    public static string Of(Shell shell) => shell switch
    {
        Shell.Bash => Bash,
        Shell.Zsh => Zsh,
        Shell.Fish => Fish,
        _ => PowerShell,
    };
}
