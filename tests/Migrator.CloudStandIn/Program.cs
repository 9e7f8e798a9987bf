using Migrator.StandIn.Commands;

namespace Migrator.StandIn;

/// <summary>The stand-in as a program of its own; see <c>--help</c>.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => StandInCommand.Create().Parse(args).InvokeAsync();
}
