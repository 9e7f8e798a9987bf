namespace Migrator.Testing.Registries;

/// <summary>
/// Something that goes wrong with a request: it answers in the registry's place, or spoils what comes in or goes out.
/// </summary>
/// <param name="name">Its name in the log.</param>
/// <param name="apply">What it does.</param>
public sealed partial class Fault(string name, Func<FaultCall, Task<RegistryAnswer>> apply)
{
    /// <summary>Its name in the log.</summary>
    public string Name => name;

    /// <summary>The name, for test output.</summary>
    public override string ToString() => name;

    internal Task<RegistryAnswer> ApplyAsync(FaultCall call) => apply(call);

    private static Fault Instead(string name, Func<FaultCall, RegistryAnswer> answer) =>
        new(name, call => Task.FromResult(answer(call)));

    private static Fault Afterwards(string name, Func<FaultCall, RegistryAnswer, RegistryAnswer> change) =>
        new(name, async call => change(call, await call.ServeAsync()));
}
