using System.Globalization;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Migrator.Bindle.Toml;

/// <summary>The tokens of a text, without white space; narrows Tomlyn's TOML 1.1 lexer to TOML 1.0.</summary>
internal sealed class TomlTokens
{
    // Tomlyn takes U+FFFD, which names made elsewhere may hold, for half a surrogate pair. While it reads, a character
    // that means nothing and that the text does not have stands for it.
    private const char Replacement = '\uFFFD';
    private const StringComparison IgnoreCase = StringComparison.OrdinalIgnoreCase;
    private readonly string _text;
    private readonly char _standIn;
    private readonly TomlLexer _lexer;
    private TomlToken _token;

    public TomlTokens(string text)
    {
        _text = text;
        _standIn = text.Contains(Replacement, StringComparison.Ordinal) ? FindStandIn(text) : Replacement;
        _lexer = TomlLexer.Create(
            text.Replace(Replacement, _standIn),
            new TomlLexerOptions { DecodeScalars = true },
            sourceName: "");
    }

    /// <summary>The kind of the token; <see cref="TokenKind.Invalid"/> once the text is faulty.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Where the token starts.</summary>
    public TomlPosition Position => new(_token.Start.Line + 1, _token.Start.Column + 1);

    /// <summary>The token as written.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(_token.Start.Offset, _token.Length);

    /// <summary>The decoded text of a string or of a date.</summary>
    public string StringValue => _token.StringValue?.Replace(_standIn, Replacement) ?? "";

    /// <summary>The 64 bits of a number.</summary>
    public ulong Data => _token.Data;

    /// <summary>The lexer's own fault; null as long as there is none.</summary>
    public TomlFault? Fault { get; private set; }

    /// <summary>Goes to the next token that is not white space.</summary>
    /// <param name="mode">Whether a key or a value is expected.</param>
    public void Advance(TomlLexerMode mode)
    {
        _lexer.Mode = mode;
        do
        {
            Kind = MoveNext() ? _lexer.Current.Kind : TokenKind.Eof;
            _token = _lexer.Current;
        }
        while (Kind == TokenKind.Whitespaces);
        Fault ??= FindFault();
        if (Fault is not null)
        {
            Kind = TokenKind.Invalid;
        }
    }

    /// <summary>Goes to the next token that is not white space, a comment or the end of a line.</summary>
    /// <param name="mode">Whether a key or a value is expected.</param>
    public void AdvanceOverLines(TomlLexerMode mode)
    {
        do
        {
            Advance(mode);
        }
        while (Kind is TokenKind.NewLine or TokenKind.Comment);
    }

    // Tomlyn has no name for the end of the text, and throws where a backslash stands before it.
    private bool MoveNext()
    {
        try
        {
            return _lexer.MoveNext();
        }
        catch (ArgumentOutOfRangeException)
        {
            var lastLine = _text.LastIndexOf('\n') + 1;
            var end = new TomlPosition(_text.Count(sign => sign == '\n') + 1, _text.Length - lastLine + 1);
            Fault ??= new TomlFault(TomlFaultKind.Syntax, end, "", "The text ends in the midst of an escape.");
            return false;
        }
    }

    private TomlFault? FindFault()
    {
        if (_lexer.HasErrors)
        {
            var error = _lexer.Errors.First();
            var start = error.Span.Start;
            var message = error.Message.Trim().TrimEnd('.', ';') + ".";
            return new TomlFault(TomlFaultKind.Syntax, new(start.Line + 1, start.Column + 1), "", message);
        }

        return Kind switch
        {
            TokenKind.String or TokenKind.StringMulti when HasNewEscape() =>
                Syntax(@"The escapes \e and \x are not part of TOML 1.0."),
            TokenKind.IntegerHexa or TokenKind.IntegerOctal or TokenKind.IntegerBinary when Data > long.MaxValue =>
                Syntax("The integer is larger than 2^63-1."),
            TokenKind.LocalTime when _token.Length < "00:00:00".Length => NoSeconds(),
            TokenKind.LocalDateTime when _token.Length < "0000-00-00T00:00:00".Length => NoSeconds(),
            TokenKind.OffsetDateTimeByZ when _token.Length < "0000-00-00T00:00:00Z".Length => NoSeconds(),
            TokenKind.OffsetDateTimeByNumber when _token.Length < "0000-00-00T00:00:00+00:00".Length => NoSeconds(),
            _ => null,
        };
    }

    private TomlFault NoSeconds() => Syntax("A time without seconds is not part of TOML 1.0.");

    private TomlFault Syntax(string message) => new(TomlFaultKind.Syntax, Position, "", message);

    private bool HasNewEscape()
    {
        var rest = Text;
        for (var at = rest.IndexOf('\\'); at >= 0 && at + 1 < rest.Length; at = rest.IndexOf('\\'))
        {
            if (rest[at + 1] is 'e' or 'x')
            {
                return true;
            }

            rest = rest[(at + 2)..];
        }

        return false;
    }

    // Of U+FDD0 to U+FDEF, which Unicode keeps free of meaning, the first that the text neither has nor escapes.
    private static char FindStandIn(string text) => Enumerable.Range(0xFDD0, 32)
        .Where(code => !text.Contains((char)code, StringComparison.Ordinal))
        .Where(code => !text.Contains(code.ToString("X4", CultureInfo.InvariantCulture), IgnoreCase))
        .Select(code => (char)code)
        .FirstOrDefault(Replacement);
}
