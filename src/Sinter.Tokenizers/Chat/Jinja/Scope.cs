namespace Sinter.Tokenizers.Jinja;

/// <summary>The variables that a part of a template sees: its own, and those of the parts around it.</summary>
internal sealed class Scope(Scope? around)
{
    private readonly Dictionary<string, object?> _variables = new(StringComparer.Ordinal);

    /// <summary>The value of a variable.</summary>
    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Around)
        {
            if (scope._variables.TryGetValue(name, out var value))
            {
                return value;
            }
        }

        return new Undefined($"'{name}' is not defined");
    }

    /// <summary>Sets a variable of this part.</summary>
    public void Set(string name, object? value) => _variables[name] = value;

    private Scope? Around => around;
}
