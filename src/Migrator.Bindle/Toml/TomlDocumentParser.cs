using System.Collections.Immutable;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Migrator.Bindle.Toml;

/// <summary>Builds the tables of one text from its tokens.</summary>
internal sealed class TomlDocumentParser
{
    /// <summary>How deep values nest and how many parts a key has, at most; no format of ours needs 10.</summary>
    internal const int MaxDepth = 64;

    /// <summary>How many keys and values a text has at most; an invoice of 16 MiB has less than half of that.</summary>
    internal const int MaxParts = 2_000_000;

    private readonly TomlTokens _tokens;
    private readonly TomlSections _sections;
    private readonly List<TomlFault> _faults = [];

    // The same few names stand in every parcel of an invoice; one string serves for all.
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _parts;
    private bool _stopped;

    public TomlDocumentParser(string text, TomlRepeatedKeys repeatedKeys)
    {
        _tokens = new TomlTokens(text);
        _sections = new TomlSections(repeatedKeys, _faults);
    }

    /// <summary>The faults so far, in the order of the text.</summary>
    public ImmutableArray<TomlFault> Faults => [.. _faults];

    /// <summary>Reads the whole text.</summary>
    /// <returns>The document's table; null when there is a fault.</returns>
    public TomlTable? Parse()
    {
        var current = _sections.Root;
        for (_tokens.AdvanceOverLines(TomlLexerMode.Key);
            !_stopped && _tokens.Kind != TokenKind.Eof;
            _tokens.AdvanceOverLines(TomlLexerMode.Key))
        {
            current = ParseLine(current);
            if (_faults.Count >= TomlFaultList.Max)
            {
                Stop("No more than that many faults are told.");
            }
        }

        return _faults.Count == 0 ? _sections.Root : null;
    }

    private TomlTable ParseLine(TomlTable current)
    {
        switch (_tokens.Kind)
        {
            case TokenKind.OpenBracket:
                current = ParseHeader(TokenKind.CloseBracket, "']'", _sections.OpenTable) ?? current;
                break;
            case TokenKind.OpenBracketDouble:
                current = ParseHeader(TokenKind.CloseBracketDouble, "']]'", _sections.OpenElement) ?? current;
                break;
            default:
                ParseAssignment(current, depth: 0);
                break;
        }

        EndLine();
        return current;
    }

    private TomlTable? ParseHeader(TokenKind close, string closeText, Func<List<TomlKey>, TomlTable> open)
    {
        _tokens.Advance(TomlLexerMode.Key);
        if (ParseKey() is not { } path)
        {
            return null;
        }

        if (_tokens.Kind != close)
        {
            Stop($"A table header must end with {closeText}.");
            return null;
        }

        return open(path);
    }

    private void EndLine()
    {
        if (_stopped)
        {
            return;
        }

        _tokens.Advance(TomlLexerMode.Key);
        if (_tokens.Kind == TokenKind.Comment)
        {
            _tokens.Advance(TomlLexerMode.Key);
        }

        if (_tokens.Kind is not (TokenKind.NewLine or TokenKind.Eof))
        {
            Stop("There is more text on the line than one header or one 'key = value'.");
        }
    }

    private void ParseAssignment(TomlTable table, int depth)
    {
        if (ParseKey() is not { } path)
        {
            return;
        }

        if (_tokens.Kind != TokenKind.Equal)
        {
            Stop("A key must be followed by '='.");
            return;
        }

        _tokens.Advance(TomlLexerMode.Value);
        if (ParseValue(depth) is { } value)
        {
            _sections.Assign(table, path, value);
        }
    }

    /// <summary>Reads a key from its first part; leaves the token after it.</summary>
    private List<TomlKey>? ParseKey()
    {
        var path = new List<TomlKey>(2);
        while (true)
        {
            if (ReadName() is not { } name)
            {
                Stop("A key or a table header is expected here.");
                return null;
            }

            path.Add(new TomlKey(name, _tokens.Position));
            if (!HasRoom())
            {
                return null;
            }

            if (path.Count > MaxDepth)
            {
                Stop($"The key has more than {MaxDepth} parts.", TomlFaultKind.TooDeep);
                return null;
            }

            _tokens.Advance(TomlLexerMode.Key);
            if (_tokens.Kind != TokenKind.Dot)
            {
                return path;
            }

            _tokens.Advance(TomlLexerMode.Key);
        }
    }

    private string? ReadName() => _tokens.Kind switch
    {
        TokenKind.BasicKey => Share(_tokens.Text),
        TokenKind.String or TokenKind.StringLiteral => _tokens.StringValue,
        _ => null,
    };

    private string Share(ReadOnlySpan<char> name)
    {
        var names = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!names.TryGetValue(name, out var shared))
        {
            shared = name.ToString();
            _names.Add(shared);
        }

        return shared;
    }

    private bool HasRoom()
    {
        if (++_parts > MaxParts)
        {
            Stop($"The text has more than {MaxParts} keys and values.", TomlFaultKind.TooLarge);
        }

        return !_stopped;
    }

    private TomlNode? ParseValue(int depth)
    {
        if (depth > MaxDepth)
        {
            return Stop($"Values are nested deeper than {MaxDepth} levels.", TomlFaultKind.TooDeep);
        }

        return _tokens.Kind switch
        {
            _ when !HasRoom() => null,
            TokenKind.OpenBracket => ParseArray(depth),
            TokenKind.OpenBrace => ParseInlineTable(depth),
            _ => ReadScalar() ?? Stop("A value is expected here."),
        };
    }

    private TomlNode? ReadScalar()
    {
        var position = _tokens.Position;
        switch (_tokens.Kind)
        {
            case TokenKind.String or TokenKind.StringMulti or TokenKind.StringLiteral or TokenKind.StringLiteralMulti:
                return new TomlString(position, _tokens.StringValue);
            case TokenKind.Integer or TokenKind.IntegerHexa or TokenKind.IntegerOctal or TokenKind.IntegerBinary:
                return new TomlInteger(position, unchecked((long)_tokens.Data));
            case TokenKind.Float or TokenKind.Nan or TokenKind.PositiveNan or TokenKind.NegativeNan
                or TokenKind.Infinite or TokenKind.PositiveInfinite or TokenKind.NegativeInfinite:
                return new TomlFloat(position, BitConverter.UInt64BitsToDouble(_tokens.Data), _tokens.Text.ToString());
            case TokenKind.True or TokenKind.False:
                return new TomlBoolean(position, _tokens.Kind == TokenKind.True);
            case TokenKind.OffsetDateTimeByZ or TokenKind.OffsetDateTimeByNumber or TokenKind.LocalDateTime
                or TokenKind.LocalDate or TokenKind.LocalTime:
                return new TomlDateTime(position, _tokens.Text.ToString());
            default:
                return null;
        }
    }

    private TomlArray? ParseArray(int depth)
    {
        var array = new TomlArray(_tokens.Position, isOfHeaders: false);
        _tokens.AdvanceOverLines(TomlLexerMode.Value);
        while (_tokens.Kind != TokenKind.CloseBracket)
        {
            if (ParseValue(depth + 1) is not { } item)
            {
                return null;
            }

            array.Add(item);
            _tokens.AdvanceOverLines(TomlLexerMode.Value);
            if (_tokens.Kind == TokenKind.Comma)
            {
                _tokens.AdvanceOverLines(TomlLexerMode.Value);
            }
            else if (_tokens.Kind != TokenKind.CloseBracket)
            {
                Stop("The values of an array are separated by ',' and end with ']'.");
                return null;
            }
        }

        return array;
    }

    private TomlTable? ParseInlineTable(int depth)
    {
        var table = new TomlTable(_tokens.Position, TomlTableOrigin.Inline);
        _tokens.Advance(TomlLexerMode.Key);
        if (_tokens.Kind == TokenKind.CloseBrace)
        {
            return table;
        }

        while (true)
        {
            ParseAssignment(table, depth + 1);
            if (_stopped)
            {
                return null;
            }

            _tokens.Advance(TomlLexerMode.Value);
            if (_tokens.Kind == TokenKind.CloseBrace)
            {
                return table;
            }

            if (_tokens.Kind != TokenKind.Comma)
            {
                Stop("The keys of an inline table stand on one line, separated by ',', and end with '}'.");
                return null;
            }

            _tokens.Advance(TomlLexerMode.Key);
        }
    }

    // Only the first is told: what follows a fault of grammar is guesswork.
    private TomlNode? Stop(string message, TomlFaultKind kind = TomlFaultKind.Syntax)
    {
        if (!_stopped)
        {
            _stopped = true;
            _faults.Add(_tokens.Fault ?? new TomlFault(kind, _tokens.Position, "", message));
        }

        return null;
    }
}
