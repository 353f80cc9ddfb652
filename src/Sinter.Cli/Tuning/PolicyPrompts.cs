using Sinter.Cli.Recipes;
using Sinter.Data.Tuning;
using Sinter.Models;
using Sinter.Tokenizers;
using Sinter.Training.Reinforcement;
using Sinter.Training.Tasks;

namespace Sinter.Cli.Tuning;

/// <summary>What a policy is asked: prompts of files, or sums that can be checked.</summary>
/// <param name="Train">Those that it learns from.</param>
/// <param name="Test">Those that are only measured.</param>
/// <param name="Messages">The messages that each prompt's text stands for, for a reward model.</param>
/// <param name="Remarks">What the user should know of them, each one sentence.</param>
internal sealed record PolicyPrompts(IReadOnlyList<PolicyPrompt> Train, IReadOnlyList<PolicyPrompt> Test, IReadOnlyDictionary<string, IReadOnlyList<ChatMessage>> Messages, IReadOnlyList<string> Remarks)
{
    private const int MeasuredSums = 500;

    /// <summary>Reads the prompts of a recipe for the model of a folder.</summary>
    /// <exception cref="InvalidDataException">A file cannot be read, or nothing is left.</exception>
    public static PolicyPrompts Read(Recipe recipe, string start, ModelConfig config, Tokenizer tokenizer, ChatTemplate? template)
    {
        var section = recipe.Align;

        // A model that was tuned to write a text for another is asked as it was then.
        var written = TaskDescription.Read(start) is { Task: TaskKind.Generate } task ? new TaskEncoder(task, config, tokenizer) : null;
        List<string> remarks = [];
        IReadOnlyList<PromptRecord> train, test;
        if (section.Data is [CollectSection.Sums])
        {
            // Sums are learned as plain text, and asked so.
            template = null;
            var problems = new ArithmeticProblems(recipe.Collect.Digits);
            train = [.. problems.Train(recipe.Collect.Problems, (ulong)recipe.Seed).Distinct().Select(Record)];
            test = [.. problems.HeldOut(MeasuredSums, (ulong)recipe.Seed).Select(Record)];
        }
        else
        {
            template = section.Plain ? null : template;
            var files = PreferenceFiles<PromptRecord>.Read(section, recipe.Seed, TuningFile.ReadPrompts);
            (train, test) = (files.Train, files.Test);
            remarks.AddRange(files.Remarks);
        }

        var room = config.ContextLength - section.MaxTokens;
        if (room < 2)
        {
            throw new InvalidDataException($"'align.maxTokens' is {section.MaxTokens}, which leaves no room for a prompt in the model's context of {config.ContextLength} tokens; choose less.");
        }

        var messages = new Dictionary<string, IReadOnlyList<ChatMessage>>(StringComparer.Ordinal);
        var tooLong = 0;
        var set = new PolicyPrompts(Encode(train), Encode(test), messages, remarks);
        if (tooLong > 0)
        {
            remarks.Add($"{Units.Count(tooLong)} of {Units.Count(train.Count + test.Count)} prompts leave no room for an answer in the model's context; they are left out.");
        }

        return set.Train.Count > 0 && set.Test.Count > 0 ? set : throw new InvalidDataException($"Of {train.Count + test.Count} prompts, {set.Train.Count} are left to train on and {set.Test.Count} to measure on; give more, or shorter ones.");

        List<PolicyPrompt> Encode(IReadOnlyList<PromptRecord> records)
        {
            var prompts = new List<PolicyPrompt>();
            foreach (var record in records)
            {
                var text = string.Join('\n', record.Prompt.Select(static message => message.Content));
                var tokens = written?.Prompt(new TaskItem(text)) ?? ModelTemplate.Prompt(template, tokenizer, record.Prompt);
                if (tokens.Length > room)
                {
                    tooLong++;
                    continue;
                }

                messages[text] = record.Prompt;
                prompts.Add(new PolicyPrompt(text, tokens, record.Answer));
            }

            return prompts;
        }
    }

    private static PromptRecord Record(ArithmeticProblem problem) => new([new ChatMessage("user", problem.Prompt)], problem.Answer);
}
