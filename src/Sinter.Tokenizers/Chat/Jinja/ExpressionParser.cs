using System.Globalization;

namespace Sinter.Tokenizers.Jinja;

/// <summary>Reads expressions by recursive descent; from <see cref="Read"/> downwards each method binds tighter than the one before.</summary>
internal sealed class ExpressionParser(TokenReader tokens)
{
    private static readonly string[] Comparing = ["==", "!=", "<", "<=", ">", ">="];

    private readonly SubscriptParser _subscripts = new(tokens);

    /// <summary>Reads an expression.</summary>
    public Expression Read()
    {
        tokens.Enter();
        var expression = ReadOr();
        while (tokens.Current.IsName("if"))
        {
            var line = tokens.Next().Line;
            var test = ReadOr();
            expression = new Conditional(line, test, expression, tokens.SkipName("else") ? Read() : null);
        }

        tokens.Leave();
        return expression;
    }

    /// <summary>Reads an expression, or several with commas between them, which make a tuple.</summary>
    public Expression ReadTuple() => ReadTuple(Read);

    /// <summary>Reads what <paramref name="read"/> reads, or several of it with commas between them, which make a tuple.</summary>
    public Expression ReadTuple(Func<Expression> read)
    {
        var line = tokens.Current.Line;
        var first = read();
        if (!tokens.Current.IsOperator(","))
        {
            return first;
        }

        List<Expression> items = [first];
        while (tokens.Skip(",") && tokens.Current is { Kind: not (TokenKind.BlockEnd or TokenKind.OutputEnd) } and not { Kind: TokenKind.Operator, Text: ")" } and not { Kind: TokenKind.Name, Text: "in" })
        {
            items.Add(read());
        }

        return new TupleLiteral(line, [.. items]);
    }

    /// <summary>Reads an expression without an inline if at its top.</summary>
    public Expression ReadOr() => ReadBinary(ReadAnd, static token => token.IsName("or"));

    private Expression ReadAnd() => ReadBinary(ReadNot, static token => token.IsName("and"));

    private Expression ReadNot()
    {
        if (!tokens.Current.IsName("not"))
        {
            return ReadComparison();
        }

        tokens.Enter();
        var not = new Unary(tokens.Next().Line, "not", ReadNot());
        tokens.Leave();
        return not;
    }

    private Expression ReadComparison()
    {
        var line = tokens.Current.Line;
        var first = ReadSum();
        List<KeyValuePair<string, Expression>> rest = [];
        while (true)
        {
            if (tokens.Current.Kind == TokenKind.Operator && Comparing.Contains(tokens.Current.Text))
            {
                rest.Add(new(tokens.Next().Text, ReadSum()));
            }
            else if (tokens.SkipName("in"))
            {
                rest.Add(new("in", ReadSum()));
            }
            else if (tokens.Current.IsName("not") && tokens.Following.IsName("in"))
            {
                tokens.Next();
                tokens.Next();
                rest.Add(new("not in", ReadSum()));
            }
            else
            {
                return rest.Count == 0 ? first : new Comparison(line, first, [.. rest]);
            }
        }
    }

    private Expression ReadSum() => ReadBinary(ReadJoined, static token => token.IsOperator("+") || token.IsOperator("-"));

    private Expression ReadJoined() => ReadBinary(ReadProduct, static token => token.IsOperator("~"));

    private Expression ReadProduct() => ReadBinary(
        ReadPower, static token => token.IsOperator("*") || token.IsOperator("/") || token.IsOperator("//") || token.IsOperator("%"));

    private Expression ReadPower() => ReadBinary(() => ReadUnary(filtered: true), static token => token.IsOperator("**"));

    private Expression ReadBinary(Func<Expression> read, Func<TemplateToken, bool> isSign)
    {
        var left = read();
        while (isSign(tokens.Current))
        {
            var sign = tokens.Next();
            left = new Binary(sign.Line, sign.Text, left, read());
        }

        return left;
    }

    private Expression ReadUnary(bool filtered)
    {
        Expression expression;
        if (tokens.Current.IsOperator("-") || tokens.Current.IsOperator("+"))
        {
            tokens.Enter();
            var sign = tokens.Next();
            expression = new Unary(sign.Line, sign.Text, ReadUnary(filtered: false));
            tokens.Leave();
        }
        else
        {
            expression = ReadPrimary();
        }

        expression = _subscripts.Read(expression, Read);
        return filtered ? ReadFilters(expression) : expression;
    }

    /// <summary>Reads what may follow a value: filters, tests and calls.</summary>
    private Expression ReadFilters(Expression expression)
    {
        while (true)
        {
            if (tokens.Current.IsOperator("|"))
            {
                expression = ReadFilter(expression);
            }
            else if (tokens.Current.IsName("is"))
            {
                expression = ReadTest(expression);
            }
            else if (tokens.Current.IsOperator("("))
            {
                expression = new Call(tokens.Current.Line, expression, _subscripts.ReadArguments(Read));
            }
            else
            {
                return expression;
            }
        }
    }

    /// <summary>Reads filters with a pipe before each, or the first without in the tag of a block that is filtered.</summary>
    public FilterUse ReadFilters(bool pipeFirst)
    {
        var filter = pipeFirst ? ReadFilter(target: null) : ReadFilterName(target: null);
        while (tokens.Current.IsOperator("|"))
        {
            filter = ReadFilter(filter);
        }

        return filter;
    }

    private FilterUse ReadFilter(Expression? target)
    {
        tokens.Expect("|");
        return ReadFilterName(target);
    }

    private FilterUse ReadFilterName(Expression? target)
    {
        var name = tokens.Expect(TokenKind.Name, "the name of a filter");
        return new FilterUse(name.Line, target, name.Text, tokens.Current.IsOperator("(") ? _subscripts.ReadArguments(Read) : ArgumentList.Empty);
    }

    private Expression ReadTest(Expression target)
    {
        var line = tokens.Next().Line;
        var negated = tokens.SkipName("not");
        var name = tokens.Expect(TokenKind.Name, "the name of a test").Text;
        var arguments = ArgumentList.Empty;
        var current = tokens.Current;
        if (current.IsOperator("("))
        {
            arguments = _subscripts.ReadArguments(Read);
        }
        else if ((current.Kind is TokenKind.Name && current.Text is not ("else" or "or" or "and" or "if" or "is" or "not" or "in"))
            || current.Kind is TokenKind.Text or TokenKind.Integer or TokenKind.Float || current.IsOperator("[") || current.IsOperator("{"))
        {
            arguments = new ArgumentList([_subscripts.Read(ReadPrimary(), Read)], [], null, null);
        }

        Expression test = new TestUse(line, target, name, arguments);
        return negated ? new Unary(line, "not", test) : test;
    }

    /// <summary>Reads a literal, a name or an expression in brackets.</summary>
    public Expression ReadPrimary()
    {
        var token = tokens.Next();
        switch (token.Kind)
        {
            case TokenKind.Name:
                return token.Text switch
                {
                    "true" or "True" => new Constant(token.Line, true),
                    "false" or "False" => new Constant(token.Line, false),
                    "none" or "None" => new Constant(token.Line, null),
                    _ => new Name(token.Line, token.Text),
                };
            case TokenKind.Text:
                var text = token.Text;
                while (tokens.Current.Kind == TokenKind.Text)
                {
                    text += tokens.Next().Text;
                }

                return new Constant(token.Line, new MarkedText(text));
            case TokenKind.Integer:
                return new Constant(token.Line, long.TryParse(token.Text, CultureInfo.InvariantCulture, out var whole)
                    ? whole
                    : throw TemplateFault.Error(token.Line, $"the number {token.Shown} is too large"));
            case TokenKind.Float:
                return new Constant(token.Line, double.Parse(token.Text, CultureInfo.InvariantCulture));
            case TokenKind.Operator when token.Text == "(":
                return ReadRound(token.Line);
            case TokenKind.Operator when token.Text == "[":
                return new ListLiteral(token.Line, [.. _subscripts.ReadItems("]", Read)]);
            case TokenKind.Operator when token.Text == "{":
                return new MapLiteral(token.Line, [.. _subscripts.ReadItems("}", ReadEntry)]);
            default:
                throw TemplateFault.Error(token.Line, $"found {token.Shown}, expected a value");
        }
    }

    private Expression ReadRound(int line)
    {
        if (tokens.Skip(")"))
        {
            return new TupleLiteral(line, []);
        }

        var expression = ReadTuple();
        tokens.Expect(")");
        return expression;
    }

    private KeyValuePair<Expression, Expression> ReadEntry()
    {
        var key = Read();
        tokens.Expect(":");
        return new(key, Read());
    }
}
