namespace Migrator.Bindle.Invoices;

/// <summary>The role in which a key signs an invoice (spec/bindle.md 2.5).</summary>
public enum SignatureRole
{
    /// <summary>The author of the bindle: <c>creator</c>.</summary>
    Creator,

    /// <summary>A server that passed it on: <c>proxy</c>.</summary>
    Proxy,

    /// <summary>The server that stored it: <c>host</c>.</summary>
    Host,

    /// <summary>Someone who reviewed it: <c>approver</c>, known since Bindle 0.4.0.</summary>
    Approver,
}
