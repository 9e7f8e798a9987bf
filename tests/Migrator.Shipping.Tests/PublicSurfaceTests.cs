using System.Reflection;
using Migrator.Bindle.Invoices;
using Migrator.Cloud.Api;
using Migrator.Conversion;
using Migrator.Engine.Pipeline;
using Migrator.Oci.Model;

namespace Migrator.Shipping.Tests;

/// <summary>
/// Whoever uses a library sees its own types and the runtime's: no dependency can break them by a change of its own.
/// </summary>
public sealed class PublicSurfaceTests
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.Instance | BindingFlags.Static;

    private static readonly string[] Abstractions =
        ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];

    public static TheoryData<string> Libraries => [.. Assemblies.Keys];

    private static Dictionary<string, Assembly> Assemblies { get; } =
        new[]
        {
            typeof(Invoice), typeof(Descriptor), typeof(Converter), typeof(CloudClient), typeof(MigrationPipeline),
        }.ToDictionary(type => type.Assembly.GetName().Name!, type => type.Assembly, StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Library_PublicSurface_HasNoTypeOfAnotherLibrary(string library)
    {
        var foreign = from type in Assemblies[library].GetExportedTypes()
                      from seen in TypesOf(type)
                      from part in Parts(seen)
                      where !IsAllowed(part)
                      select $"{type.FullName} shows {part.FullName} of {part.Assembly.GetName().Name}";

        Assert.Empty(foreign.Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public void Packages_Libraries_AreThoseWhoseSurfaceIsHeld() =>
        Assert.Equal(PackedLibraries.Libraries, Assemblies.Keys);

    private static IEnumerable<Type> TypesOf(Type type)
    {
        IEnumerable<Type?> own = [type.BaseType, .. type.GetInterfaces()];
        var members = type.GetMembers(Declared).Where(IsVisible).SelectMany(TypesOf);
        return own.OfType<Type>().Concat(members);
    }

    private static IEnumerable<Type> TypesOf(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .Concat(method.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints())),
        ConstructorInfo constructor => constructor.GetParameters().Select(parameter => parameter.ParameterType),
        FieldInfo field => [field.FieldType],
        _ => [],
    };

    private static bool IsVisible(MemberInfo member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type)
        : [type];

    private static bool IsAllowed(Type type) =>
        Assemblies.ContainsValue(type.Assembly)
        || Path.GetDirectoryName(type.Assembly.Location) == Path.GetDirectoryName(typeof(object).Assembly.Location)
        || Abstractions.Contains(type.Assembly.GetName().Name, StringComparer.Ordinal);
}
