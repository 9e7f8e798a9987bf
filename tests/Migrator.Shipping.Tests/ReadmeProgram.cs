using Migrator.Testing;

namespace Migrator.Shipping.Tests;

/// <summary>A program that is made of the code in the READMEs of the packages.</summary>
/// <param name="Project">Its project file.</param>
/// <param name="Output">Where it is built to.</param>
internal sealed record ReadmeProgram(string Project, string Output)
{
    public const string Name = "Consumer";

    private static readonly string ProjectText = $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <TrimmerSingleWarn>false</TrimmerSingleWarn>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="Migrator.Cloud" Version="{NativeBinary.Version}" />
            <PackageReference Include="Migrator.Engine" Version="{NativeBinary.Version}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Writes it into a folder of its own.</summary>
    public static ReadmeProgram Write(string parent, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        File.WriteAllText(Path.Combine(folder, Name + ".csproj"), ProjectText);
        foreach (var library in PackedLibraries.Libraries)
        {
            File.WriteAllText(Path.Combine(folder, ClassOf(library) + ".cs"), SourceOf(library));
        }

        // What needs a cloud on the other side is compiled alone.
        var calls = PackedLibraries.Libraries
            .Where(library => library != "Migrator.Cloud")
            .Select(library => $"await {ClassOf(library)}.RunAsync();");
        File.WriteAllLines(Path.Combine(folder, "Program.cs"), calls);
        return new ReadmeProgram(Path.Combine(folder, Name + ".csproj"), Path.Combine(folder, "out"));
    }

    private static string ClassOf(string library) => library.Split('.')[1] + "Readme";

    private static string SourceOf(string library)
    {
        var readme = File.ReadAllText(RepositoryRoot.Combine("src", library, "README.md"));
        var code = readme.Split("```csharp\n")[1].Split("```")[0].Split('\n');
        var usings = code.Where(line => line.StartsWith("using Migrator.", StringComparison.Ordinal)).ToList();
        return $$"""
            {{string.Join('\n', usings)}}

            internal static class {{ClassOf(library)}}
            {
                public static async Task RunAsync()
                {
            {{string.Join('\n', code.Where(line => !usings.Contains(line)))}}
                }
            }
            """;
    }
}
