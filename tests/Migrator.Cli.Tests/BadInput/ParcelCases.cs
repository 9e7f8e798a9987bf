using System.Diagnostics;

namespace Migrator.Cli.Tests.BadInput;

/// <summary>Sections 10.2 and 10.3: what parcels, labels and groups can be like.</summary>
internal static class ParcelCases
{
    private const int Refused = ExitCode.Source;

    public static IEnumerable<BadCase> All =>
    [
        Sha(33, "63 digits", SmallBindle.Sha[1..]),
        Sha(33, "SHA-1", new string('a', 40)),
        Sha(34, "upper case", SmallBindle.Sha.ToUpperInvariant()) with { Code = "BM2102" },
        Taken(34, "upper case, lenient", "BM2102", UpperCase, "--lenient"),
        Sha(35, "climbs out", "../../evil"),
        Sha(35, "absolute", "/etc/passwd"),
        Sha(36, "at sign", "a@" + SmallBindle.Sha[2..]),
        Text(37, "BM2107", "one digest, two sizes", text => text + OtherSize),
        Taken(37, "one digest, two names", null, text => text + SmallBindle.Parcel("b.txt")),
        Taken(38, "one file name, two digests", "BM2109", text => Grouped(text, Other("a.txt")), "", "other"),
        Taken(38, "one Wagi file name, two digests", "BM2109",
            text => Grouped(text + WagiFile, Other("a.txt") + WagiFile), "", "other"),
        Label(39, "/etc/passwd"), Label(39, "../evil"), Label(39, "a/../../evil"),
        Label(39, "C:\\\\evil"), Label(39, "a\\u0000b"),
        Label(39, "a/"),
        Taken(39, "backslash in a name", "BM2112", text => Grouped(Renamed(text, "a\\\\b"))),
        Taken(39, "escape in a name", "BM2112", text => Grouped(Renamed(text, "a\\u001b[2Jb"))),
        Taken(39, "device as a name", "BM2112", text => Grouped(Renamed(text, "con.txt"))),
        Taken(39, "absolute name of no file", "BM2105", text => Renamed(text, "/etc/passwd")),
        Label(40, "") with { Code = "BM2106" },
        Taken(41, "names differ in case", "BM2110", text => Grouped(text, Other("A.TXT")), "", "other"),
        Text(42, "BM2111", "file and folder", text => Grouped(text, Other("a.txt/b")), "other"),
        Data(43, "BM2303", "other bytes", path => File.WriteAllText(path, "HELLO"), ExitCode.Mismatch),
        Data(44, "BM2302", "shorter", path => File.WriteAllText(path, "hell"), ExitCode.Mismatch),
        Data(44, "BM2302", "longer", path => File.WriteAllText(path, "hello!"), ExitCode.Mismatch),
        Data(45, "BM2301", "missing", File.Delete),
        Data(46, "BM2301", "link", path => Replace(path, () => File.CreateSymbolicLink(path, "/etc/hostname"))),
        Data(46, "BM2301", "folder", path => Replace(path, () => Directory.CreateDirectory(path))),
        Data(46, "BM2302", "pipe", path => Replace(path, () => MakePipe(path)), ExitCode.Mismatch),
        new(46, "parcel: pipe as long as its label says", ExitCode.Done, null, EmptyPipe),
        Text(47, "BM2104", "line feed in the media type", SmallBindle.Swap("text/plain", "text/plain\\nX: y")),
        Text(47, "BM2104", "long media type", SmallBindle.Swap("text/plain", new string('x', 70_000))),
        Taken(48, "no bytes", null, text => text + SmallBindle.Parcel("empty", ""), "", ""),
        Taken(51, "member of an undefined group", "BM2201", text => text + Conditions("memberOf", "nowhere")),
        Taken(52, "requires an undefined group", "BM2201", text => text + Conditions("requires", "nowhere")),
        Taken(53, "group that requires itself", "BM2202", _ => SelfCycle),
        Taken(53, "two groups that require each other", "BM2202", _ => PairCycle),
        Taken(54, "cycle of three groups", "BM2202", text => Cycle),
        Text(55, "BM2203", "group declared twice, differently", text =>
            text + RequiredGroup("true") + RequiredGroup("false")),
        Taken(56, "member of no group", null, text => text + "\n[parcel.conditions]\nmemberOf = []\n"),
        Taken(57, "unknown satisfiedBy", "BM2205", text => text + Group("g", "satisfiedBy = \"someOf\"")),
        Taken(58, "handler inside a group", "BM2207", _ => HandlerInGroup),
        Taken(60, "file feature is True", "BM2208", text => text + "\n[parcel.label.feature.wagi]\nfile = \"True\"\n"),
        Taken(59, "module without a route", "BM2209", text => Wagi(text, "file = \"false\"")),
        Taken(61, "route twice", "BM2210", text => Mounted(text, "") + Mounted(Other("b.wasm"), ""), "", "other"),
        Taken(62, "route without a slash", "BM2211", text => Wagi(text, "route = \"a\"")),
        Taken(63, "host without a scheme", "BM2212", text => Mounted(text, "allowed_hosts = \"h.example\"")),
        Taken(66, "quoted arguments", "BM2215", text => Mounted(text, "argv = \"a 'b'\"")),
        Taken(65, "text as wasm", "BM4003", SmallBindle.Swap("text/plain", "application/wasm")),
    ];

    private static string WagiFile => "\n[parcel.label.feature.wagi]\nfile = \"true\"\n";

    private static string Wagi(string text, string features) =>
        text.Replace("text/plain", "application/wasm", StringComparison.Ordinal)
        + $"\n[parcel.label.feature.wagi]\n{features}\n\n";

    private static string Mounted(string text, string features) => Wagi(text, $"route = \"/\"\n{features}");

    private static string SelfCycle => SmallBindle.Invoice + Conditions("memberOf", "a", "a") + Group("a", "");

    private static string PairCycle =>
        SmallBindle.Invoice + Conditions("memberOf", "a", "b")
        + SmallBindle.Parcel("b.txt") + Conditions("memberOf", "b", "a")
        + Group("a", "") + Group("b", "");

    private static string HandlerInGroup =>
        SmallBindle.Swap("text/plain", "application/wasm")(SmallBindle.Invoice)
        + "\n[parcel.label.feature.wagi]\nroute = \"/\"\n" + Conditions("memberOf", "a") + Group("a", "");

    private static string Cycle =>
        SmallBindle.Invoice + Conditions("memberOf", "a", "b")
        + SmallBindle.Parcel("b.txt") + Conditions("memberOf", "b", "c")
        + SmallBindle.Parcel("c.txt") + Conditions("memberOf", "c", "a")
        + Group("a", "") + Group("b", "") + Group("c", "");

    private static string OtherSize => SmallBindle.Swap("size = 5", "size = 6")(SmallBindle.Parcel("b.txt"));

    private static string Other(string name) => SmallBindle.Parcel(name, "other");

    private static string RequiredGroup(string required) => Group("g", $"required = {required}");

    private static string Conditions(string key, string group, string? requires = null) =>
        $"\n[parcel.conditions]\n{key} = [\"{group}\"]\n{(requires is null ? "" : $"requires = [\"{requires}\"]\n")}\n";

    private static string Group(string name, string line) => $"\n[[group]]\nname = \"{name}\"\n{line}\n";

    // Names become paths only where a component mounts a group of parcels.
    private static string Grouped(params string[] parcels) =>
        string.Concat(parcels.Select(parcel => parcel + Conditions("memberOf", "files"))) + Group("files", "");

    private static string Renamed(string text, string name) =>
        text.Replace("\"a.txt\"", $"\"{name}\"", StringComparison.Ordinal);

    private static string UpperCase(string text) =>
        text.Replace(SmallBindle.Sha, SmallBindle.Sha.ToUpperInvariant(), StringComparison.Ordinal);

    private static BadCase Text(
        int row, string code, string what, Func<string, string> change, params string[] moreParcels) =>
        new(row, what, Refused, code, folder => SmallBindle.Write(folder, change, moreParcels));

    private static BadCase Taken(
        int row,
        string what,
        string? code,
        Func<string, string> change,
        string flags = "",
        params string[] moreParcels) =>
        new(row, what, ExitCode.Done, code, folder => SmallBindle.Write(folder, change, moreParcels), flags);

    private static BadCase Sha(int row, string what, string sha) =>
        Text(row, "BM2101", $"sha256: {what}", SmallBindle.Swap(SmallBindle.Sha, sha));

    private static BadCase Label(int row, string name) =>
        Text(row, "BM2105", $"parcel name '{name}'", text => Grouped(Renamed(text, name)));

    private static BadCase Data(int row, string code, string what, Action<string> spoil, int exitCode = Refused) =>
        new(row, $"parcel: {what}", exitCode, code, folder =>
        {
            SmallBindle.Write(folder, text => text);
            spoil(SmallBindle.DataPath(folder, SmallBindle.Sha));
            return folder;
        });

    // Nobody writes to it: to wait for its bytes would never end.
    private static string EmptyPipe(string folder)
    {
        SmallBindle.Write(folder, text => text + SmallBindle.Parcel("empty", ""));
        MakePipe(SmallBindle.DataPath(folder, SmallBindle.ShaOf("")));
        return folder;
    }

    private static void MakePipe(string path)
    {
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
    }

    private static void Replace(string path, Action make)
    {
        File.Delete(path);
        make();
    }
}
