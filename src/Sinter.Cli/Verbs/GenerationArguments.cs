using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Sinter.Inference;
using Sinter.Models;

namespace Sinter.Cli.Verbs;

/// <summary>The options that say how text is generated, which generate and chat share.</summary>
internal sealed class GenerationArguments
{
    private readonly Option<int?> _maxTokens;
    private readonly Option<double?> _temperature = NumberOption.Real("--temperature", "T", 0, 100, "How freely tokens are drawn: 0 takes the likeliest, 1 what the model says.");
    private readonly Option<bool> _greedy = new("--greedy") { Description = "Always take the likeliest token." };
    private readonly Option<int?> _topK = NumberOption.Whole("--top-k", "K", 0, int.MaxValue, "Draw from the K likeliest tokens only; 0 for all.");
    private readonly Option<double?> _topP = NumberOption.Real("--top-p", "P", 1e-9, 1, "Draw from the fewest likeliest tokens whose probabilities reach P; 1 for all.");
    private readonly Option<ulong?> _seed = NumberOption.Seed("--seed", "The seed of the draws: the same gives the same text. Without it, another each time.");
    private readonly Option<int?> _threads = NumberOption.Whole("--threads", "N", 0, 1024, "Threads that compute; 0 for one a core. The text is the same at any number.");
    private readonly double _defaultTemperature;

    /// <summary>Makes the options.</summary>
    /// <param name="maxTokens">What <c>--max-tokens</c> says in the help.</param>
    /// <param name="defaultTemperature">The temperature where neither the user nor the makers of the model say one.</param>
    public GenerationArguments(string maxTokens, double defaultTemperature)
    {
        _maxTokens = NumberOption.Whole("--max-tokens", "N", 1, int.MaxValue, maxTokens);
        _defaultTemperature = defaultTemperature;
        var said = defaultTemperature == 0 ? "the likeliest" : string.Create(CultureInfo.InvariantCulture, $"{defaultTemperature}");
        _temperature.Description += $" Without it, what the makers of the model advise, or {said}.";
    }

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_maxTokens, _temperature, _greedy, _topK, _topP, _seed, _threads])
        {
            command.Add(option);
        }

        command.Validators.Add(Validate);
    }

    /// <summary>Threads that compute; 0 for one a core.</summary>
    public int Threads(ParseResult parsed) => parsed.GetValue(_threads) ?? 0;

    /// <summary>What the user wants: first what he says, then what the makers of the model advise, then our defaults.</summary>
    public GenerationOptions Read(ParseResult parsed, GenerationConfig advice)
    {
        var defaults = new GenerationOptions();
        return (defaults with
        {
            MaxTokens = parsed.GetValue(_maxTokens) ?? defaults.MaxTokens,
            Sampling = new SamplingOptions
            {
                Temperature = parsed.GetValue(_greedy) ? 0 : parsed.GetValue(_temperature) ?? advice.Temperature ?? _defaultTemperature,
                TopK = parsed.GetValue(_topK) ?? advice.TopK ?? 0,
                TopP = parsed.GetValue(_topP) ?? advice.TopP ?? 1,

                // Short enough to be typed again.
                Seed = parsed.GetValue(_seed) ?? (ulong)Random.Shared.Next(),
            },
        }).Validated();
    }

    private void Validate(CommandResult command)
    {
        if (command.GetValue(_greedy) && command.GetResult(_temperature) is not null)
        {
            command.AddError("--greedy and --temperature say two different things; give one of them");
        }
    }
}
