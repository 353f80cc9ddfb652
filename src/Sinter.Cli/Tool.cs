using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Sinter.Cli.Verbs;
using Sinter.Cli.Verbs.Data;
using Sinter.Cli.Verbs.Tokenizers;
using Sinter.Cli.Verbs.Tuning;

namespace Sinter.Cli;

/// <summary>The tool as a whole: its verbs, and what happens between a command line and an exit code.</summary>
internal static class Tool
{
    private static readonly string[] Examples =
    [
        "sinter run recipes/dotnet-docs.yaml",
        "sinter plan recipes/dotnet-docs.yaml",
        "sinter train recipes/dotnet-docs.yaml --stage pretrain --profile",
        "sinter chat runs/dotnet-docs",
        "sinter generate runs/dotnet-docs --prompt \"Returns the\" --max-tokens 50",
        "sinter doctor",
    ];

    /// <summary>Runs one command line and returns its exit code; nothing that goes wrong leaves as an exception.</summary>
    public static int Run(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
    {
        try
        {
            // A prompt may begin with @, so response files are off; signals are ours, as a stop must wait for a checkpoint.
            var parsed = Commands().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors is [var first, ..] && parsed.Action is not HelpWithExamples)
            {
                throw new UsageException($"{WhatIsWrong(parsed, first.Message)} (see '{CommandPath(parsed)} --help').");
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (Exception fault)
        {
            return Failure.Explain(fault, error);
        }
    }

    private static RootCommand Commands()
    {
        var root = new RootCommand("Sinter: raw text in, a trained, tuned, measured language model out.")
        {
            RunVerb.Create(),
            TrainVerb.Create(),
            PlanVerb.Create(),
            FinetuneVerb.Create(),
            AlignVerb.Create(),
            PredictVerb.Create(),
            GenerateVerb.Create(),
            ChatVerb.Create(),
            EvalVerb.Create(),
            DataVerb.Create(),
            TokenizerVerb.Create(),
            PackVerb.Create(),
            ModelVerb.Create(),
            DoctorVerb.Create(),
        };
        foreach (var option in root.Options)
        {
            if (option is HelpOption { Action: HelpAction usual } help)
            {
                help.Action = new HelpWithExamples(usual, Examples);
            }
        }

        return root;
    }

    /// <summary>The first error, or, for a word that is not known, the word and what it is most like.</summary>
    private static string WhatIsWrong(ParseResult parsed, string firstError)
    {
        if (parsed.UnmatchedTokens is not [var word, ..])
        {
            return firstError.TrimEnd('.');
        }

        var command = parsed.CommandResult.Command;
        var known = word.StartsWith('-') ? command.Options.Select(option => option.Name) : command.Subcommands.Select(verb => verb.Name);
        return Suggestion.Nearest(word, known) is { } nearest
            ? $"'{word}' is not known to '{CommandPath(parsed)}', did you mean '{nearest}'?"
            : $"'{word}' is not known to '{CommandPath(parsed)}'";
    }

    private static string CommandPath(ParseResult parsed)
    {
        var path = "";
        for (var command = parsed.CommandResult; command.Parent is CommandResult parent; command = parent)
        {
            path = $" {command.Command.Name}{path}";
        }

        return "sinter" + path;
    }
}
