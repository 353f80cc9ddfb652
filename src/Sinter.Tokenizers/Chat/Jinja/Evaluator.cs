namespace Sinter.Tokenizers.Jinja;

/// <summary>Finds the values of expressions.</summary>
internal sealed class Evaluator(RenderLimits limits)
{
    private static readonly Dictionary<string, object?> NoNames = [];

    /// <summary>The value of an expression.</summary>
    public object? Evaluate(Expression expression, Scope scope)
    {
        var line = limits.Line;
        limits.Enter();
        limits.Line = expression.Line;
        var value = expression switch
        {
            Constant constant => constant.Value,
            Name name => scope.Find(name.Identifier),
            Member member => Lookup.Member(limits, Evaluate(member.Target, scope), member.Name),
            Item item => EvaluateItem(item, scope),
            Binary binary => EvaluateBinary(binary, scope),
            Comparison comparison => EvaluateComparison(comparison, scope),
            Unary { Sign: "not" } unary => !Values.Truth(Evaluate(unary.Operand, scope)),
            Unary unary => Arithmetic.Apply(limits, unary.Sign, Evaluate(unary.Operand, scope)),
            Conditional conditional => EvaluateConditional(conditional, scope),
            Call call => EvaluateCall(call, scope),
            FilterUse filter => Filters.Apply(limits, filter.Name, Evaluate(filter.Target!, scope), EvaluateArguments(filter.Arguments, scope)),
            TestUse test => Tests.Holds(limits, test.Name, Evaluate(test.Target, scope), EvaluateArguments(test.Arguments, scope)),
            ListLiteral list => EvaluateAll(list.Items, scope),
            TupleLiteral tuple => new JinjaTuple(EvaluateAll(tuple.Items, scope)),
            MapLiteral map => EvaluateMap(map, scope),
            _ => throw limits.Error($"a slice stands outside of the brackets of a value"),
        };
        limits.Leave();
        limits.Line = line;
        return value;
    }

    /// <summary>A text through the filters of a block.</summary>
    public object? ApplyFilters(FilterUse filter, MarkedText text, Scope scope) => Filters.Apply(
        limits,
        filter.Name,
        filter.Target is FilterUse inner ? ApplyFilters(inner, text, scope) : text,
        EvaluateArguments(filter.Arguments, scope));

    /// <summary>What a call is given, with one more argument by name where there is one.</summary>
    public Arguments EvaluateArguments(ArgumentList arguments, Scope scope, string? extraName = null, object? extra = null)
    {
        if (ReferenceEquals(arguments, ArgumentList.Empty) && extraName is null)
        {
            return new Arguments([], NoNames);
        }

        var positional = EvaluateAll(arguments.Positional, scope);
        if (arguments.Spread is not null)
        {
            positional = [.. positional, .. Values.Iterate(limits, Evaluate(arguments.Spread, scope))];
        }

        var named = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in arguments.Named)
        {
            named[name] = Evaluate(value, scope);
        }

        if (arguments.SpreadNamed is not null)
        {
            var map = Evaluate(arguments.SpreadNamed, scope) as JinjaMap ?? throw limits.Error($"'**' expects a dict");
            foreach (var (name, value) in map.Entries)
            {
                named[(name as MarkedText)?.Text ?? throw limits.Error($"'**' expects a dict with texts as keys")] = value;
            }
        }

        if (extraName is not null)
        {
            named[extraName] = extra;
        }

        return new Arguments(positional, named);
    }

    /// <summary>The function that a call names.</summary>
    public JinjaFunction Function(Call call, Scope scope) => Evaluate(call.Function, scope) switch
    {
        JinjaFunction function => function,
        Undefined missing => throw limits.Error($"{missing.Why}, so it cannot be called"),
        var other => throw limits.Error($"{Values.Kind(other)} cannot be called"),
    };

    private object? EvaluateCall(Call call, Scope scope) => Function(call, scope)(limits, EvaluateArguments(call.Arguments, scope));

    private object? EvaluateItem(Item item, Scope scope)
    {
        var target = Evaluate(item.Target, scope);
        return item.Index is SliceBounds slice
            ? Lookup.Slice(limits, target, Bound(slice.Start, scope), Bound(slice.Stop, scope), Bound(slice.Step, scope))
            : Lookup.Item(limits, target, Evaluate(item.Index, scope));
    }

    private long? Bound(Expression? bound, Scope scope) => (bound is null ? null : Evaluate(bound, scope)) switch
    {
        null => null,
        var value => Values.Whole(value) ?? throw limits.Error($"the bound of a slice is {Values.Kind(value)}, expected a whole number"),
    };

    private object? EvaluateBinary(Binary binary, Scope scope)
    {
        var left = Evaluate(binary.Left, scope);
        return binary.Sign switch
        {
            "and" => Values.Truth(left) ? Evaluate(binary.Right, scope) : left,
            "or" => Values.Truth(left) ? left : Evaluate(binary.Right, scope),
            var sign => Arithmetic.Apply(limits, sign, left, Evaluate(binary.Right, scope)),
        };
    }

    private bool EvaluateComparison(Comparison comparison, Scope scope)
    {
        var left = Evaluate(comparison.First, scope);
        foreach (var (sign, operand) in comparison.Rest)
        {
            var right = Evaluate(operand, scope);
            if (!Comparisons.Holds(limits, sign, left, right))
            {
                return false;
            }

            left = right;
        }

        return true;
    }

    private object? EvaluateConditional(Conditional conditional, Scope scope) =>
        Values.Truth(Evaluate(conditional.Test, scope)) ? Evaluate(conditional.Then, scope)
        : conditional.Else is not null ? Evaluate(conditional.Else, scope)
        : new Undefined("an inline if without else has no value where it is false");

    private JinjaMap EvaluateMap(MapLiteral literal, Scope scope)
    {
        var map = new JinjaMap();
        foreach (var (key, value) in literal.Entries)
        {
            map.Set(limits, Evaluate(key, scope), Evaluate(value, scope));
        }

        return map;
    }

    private object?[] EvaluateAll(Expression[] expressions, Scope scope)
    {
        var values = new object?[expressions.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(expressions[i], scope);
        }

        return values;
    }
}
