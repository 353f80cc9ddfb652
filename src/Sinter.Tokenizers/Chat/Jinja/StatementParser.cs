namespace Sinter.Tokenizers.Jinja;

/// <summary>Reads a template: text, outputs and statements.</summary>
internal sealed class StatementParser
{
    private readonly TokenReader _tokens;
    private readonly ExpressionParser _expressions;
    private int _loops;

    private StatementParser(TokenReader tokens) => (_tokens, _expressions) = (tokens, new ExpressionParser(tokens));

    /// <summary>The statements of a template.</summary>
    /// <exception cref="InvalidDataException">It is no template that Sinter can read; the message names the line.</exception>
    public static Statement[] Read(string source) => new StatementParser(new TokenReader(TemplateLexer.Read(source))).ReadBody();

    /// <summary>Reads up to the tag of one of the keywords, and that keyword; to the end of the template where there is none.</summary>
    private Statement[] ReadBody(params ReadOnlySpan<string> ends)
    {
        _tokens.Enter();
        var opened = _tokens.Current.Line;
        List<Statement> body = [];
        while (true)
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.End when ends.IsEmpty:
                    _tokens.Leave();
                    return [.. body];
                case TokenKind.End:
                    throw TemplateFault.Error(opened, $"the block that begins here is not closed; write {{% {ends[^1]} %}} behind it");
                case TokenKind.Data:
                    body.Add(new Data(token.Line, new MarkedText(token.Text)));
                    break;
                case TokenKind.OutputBegin:
                    body.Add(new Output(token.Line, _expressions.ReadTuple()));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                default:
                    if (_tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text))
                    {
                        _tokens.Leave();
                        return [.. body];
                    }

                    body.Add(ReadStatement());
                    break;
            }
        }
    }

    /// <summary>Reads the rest of a tag, the body behind it, and its closing tag.</summary>
    private Statement[] ReadBlock(string end)
    {
        EndTag();
        var body = ReadBody(end);
        _tokens.ExpectName(end);
        EndTag();
        return body;
    }

    private Statement ReadStatement()
    {
        var keyword = _tokens.Expect(TokenKind.Name, "a statement");
        var line = keyword.Line;
        switch (keyword.Text)
        {
            case "for": return ReadFor(line);
            case "if": return ReadIf(line);
            case "set": return ReadSet(line);
            case "with": return ReadWith(line);
            case "macro": return ReadMacro(line);
            case "call": return ReadCall(line);
            case "filter": return new FilterBlock(line, _expressions.ReadFilters(pipeFirst: false), ReadBlock("endfilter"));
            case "generation": return new Generation(line, ReadBlock("endgeneration"));
            case "break" or "continue" when _loops == 0:
                throw TemplateFault.Error(line, $"'{keyword.Text}' stands outside of a loop; it belongs into a {{% for %}}");
            case "break" or "continue":
                EndTag();
                return keyword.Text == "break" ? new Break(line) : new Continue(line);
            default:
                throw TemplateFault.Error(line, $"there is no statement {keyword.Shown} here; chat templates have for, if, set, with, macro, call, filter, generation, break, continue and raw");
        }
    }

    private For ReadFor(int line)
    {
        var target = ReadTarget();
        _tokens.ExpectName("in");
        var values = _expressions.ReadTuple(_expressions.ReadOr);
        var condition = _tokens.SkipName("if") ? _expressions.Read() : null;
        if (_tokens.Current.IsName("recursive"))
        {
            throw _tokens.Error($"loops that call themselves are not known here; write a macro that does");
        }

        EndTag();
        _loops++;
        var body = ReadBody("else", "endfor");
        _loops--;
        return new For(line, target, values, condition, body, ReadElse("endfor"));
    }

    private If ReadIf(int line)
    {
        List<Branch> branches = [];
        do
        {
            var test = _expressions.ReadTuple(_expressions.ReadOr);
            EndTag();
            branches.Add(new Branch(test, ReadBody("elif", "else", "endif")));
        }
        while (_tokens.SkipName("elif"));

        return new If(line, [.. branches], ReadElse("endif"));
    }

    private Statement[] ReadElse(string end)
    {
        if (_tokens.SkipName("else"))
        {
            return ReadBlock(end);
        }

        _tokens.ExpectName(end);
        EndTag();
        return [];
    }

    private Statement ReadSet(int line)
    {
        var target = ReadTarget();
        if (_tokens.Skip("="))
        {
            var value = _expressions.ReadTuple();
            EndTag();
            return new Set(line, target, value);
        }

        var filter = _tokens.Current.IsOperator("|") ? _expressions.ReadFilters(pipeFirst: true) : null;
        return new SetBlock(line, target, filter, ReadBlock("endset"));
    }

    private With ReadWith(int line)
    {
        List<KeyValuePair<Expression, Expression>> variables = [];
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (variables.Count > 0)
            {
                _tokens.Expect(",");
            }

            var target = ReadTarget();
            _tokens.Expect("=");
            variables.Add(new(target, _expressions.Read()));
        }

        return new With(line, [.. variables], ReadBlock("endwith"));
    }

    private Macro ReadMacro(int line)
    {
        var name = _tokens.Expect(TokenKind.Name, "the name of the macro").Text;
        return new Macro(line, name, ReadParameters(), ReadMacroBody("endmacro"));
    }

    private CallBlock ReadCall(int line)
    {
        var parameters = _tokens.Current.IsOperator("(") ? ReadParameters() : [];
        var call = _expressions.Read() as Call ?? throw TemplateFault.Error(line, $"a call block calls a macro; expected {{% call name() %}}");
        return new CallBlock(line, new Macro(line, "caller", parameters, ReadMacroBody("endcall")), call);
    }

    /// <summary>Reads a body that leaves no loop around it.</summary>
    private Statement[] ReadMacroBody(string end)
    {
        (var around, _loops) = (_loops, 0);
        var body = ReadBlock(end);
        _loops = around;
        return body;
    }

    private Parameter[] ReadParameters()
    {
        List<Parameter> parameters = [];
        _tokens.Expect("(");
        while (!_tokens.Skip(")"))
        {
            var name = _tokens.Expect(TokenKind.Name, "the name of a parameter").Text;
            parameters.Add(new Parameter(name, _tokens.Skip("=") ? _expressions.Read() : null));
            if (!_tokens.Current.IsOperator(")"))
            {
                _tokens.Expect(",");
            }
        }

        return [.. parameters];
    }

    /// <summary>Reads what may be set: a name, several names, or a member of a namespace.</summary>
    private Expression ReadTarget()
    {
        var target = _tokens.Following.IsOperator(".") ? ReadMember() : _expressions.ReadTuple(_expressions.ReadPrimary);
        return IsTarget(target) ? target : throw TemplateFault.Error(target.Line, $"only names and members of a namespace can be set");
    }

    private Member ReadMember()
    {
        var name = _tokens.Expect(TokenKind.Name, "a name");
        _tokens.Expect(".");
        return new Member(name.Line, new Name(name.Line, name.Text), _tokens.Expect(TokenKind.Name, "the name of a member").Text);
    }

    private static bool IsTarget(Expression target) => target is Name or Member || (target is TupleLiteral tuple && Array.TrueForAll(tuple.Items, IsTarget));

    private void EndTag() => _tokens.Expect(TokenKind.BlockEnd, "'%}'");
}
