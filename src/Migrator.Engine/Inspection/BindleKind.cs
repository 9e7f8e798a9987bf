namespace Migrator.Engine.Inspection;

/// <summary>What a bindle is for (spec/bindle.md 8.1).</summary>
public enum BindleKind
{
    /// <summary>A Spin application: a parcel is a Spin manifest.</summary>
    Spin,

    /// <summary>A Wagi application, as Hippo made them: a module of the global group has a route.</summary>
    Wagi,

    /// <summary>Neither: data.</summary>
    Data,
}
