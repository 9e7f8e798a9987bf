using System.Net;

namespace Migrator.Engine.Reporting;

/// <summary>Text of unknown origin in a page.</summary>
internal static class HtmlText
{
    /// <summary>The text so that none of it is markup, in content and in quoted attributes.</summary>
    public static string Escape(string? text) => WebUtility.HtmlEncode(text ?? "");
}
