using System.CommandLine;
using System.Globalization;
using Sinter.Cli.Recipes;

namespace Sinter.Cli.Verbs.Tuning;

/// <summary><c>sinter align</c>: a model learns what people, or rules, prefer.</summary>
internal static class AlignVerb
{
    /// <summary>The command with its options.</summary>
    public static Verb Create()
    {
        var folder = new Option<string>("--out") { HelpName = "DIR", Description = "The folder to write: model, report, checkpoints. The same command goes on there where it was stopped.", Required = true };
        var set = new Option<string[]>("--set") { HelpName = "key=value", Description = "Any other key of a recipe, such as align.clip=0.3; may be given many times." };
        var keys = new KeyOptions()
            .Add("model.from", "--model", "DIR", "The model to start from: a model folder, or a run folder, whose final model is taken.", isRequired: true)
            .Add("align.data", "--data", "FILE", "Pairs of answers (prompt, chosen, rejected), single answers with a label for kto, or prompts with their right answers for ppo and grpo. The usual forms are recognised.", isRequired: true)
            .Add("align.method", "--method", "METHOD", "dpo, ipo, hinge, robust, orpo, kto, simpo, reward, ppo, grpo, dr-grpo, dapo or best-of-n.", isRequired: true)
            .Add("align.test", "--test", "FILE", "What is only measured; a tenth of --data without it.")
            .Add("align.epochs", "--epochs", "N", "Passes over the data, in place of --steps.")
            .Add("align.steps", "--steps", "N", "Optimizer steps; 100 without it.")
            .Add("align.batchSize", "--batch", "N", "Pairs of a step; 8 without it.")
            .Add("align.learningRate", "--learning-rate", "X", "The highest learning rate; 1e-5 without it.")
            .Add("align.beta", "--beta", "X", "How strongly the model is held to where it starts from; what the method's authors take without it (dpo 0.1, simpo 2, grpo 0.04, ppo 0.05).")
            .Add("align.train", "--train", "WHAT", "What is trained: full, or lora, low-rank changes that are added to the weights at the end; full without it.")
            .Add("align.rank", "--rank", "N", "Rank of lora; 8 without it.")
            .Add("align.rewards", "--reward", "RULE", "What answers are rewarded for: exact, exact:MARKER, regex:PATTERN, format:PATTERN, length:TOKENS, overlong:LIMIT:BUFFER or FILE.dll:TYPE, each with a weight before it, as in 0.2*length:64. Several may be given.")
            .Add("align.rewardModel", "--reward-model", "DIR", "A reward model, made with --method reward, that judges answers; beside --reward, or alone.")
            .Add("align.samples", "--samples", "N", "Answers that are drawn for each prompt; 8 without it.")
            .Add("align.prompts", "--prompts", "N", "Prompts of a step; 8 without it.")
            .Add("align.maxTokens", "--max-tokens", "N", "The most tokens of a drawn answer; 64 without it.")
            .Add("align.promptField", "--prompt-field", "NAME", "The field of the prompt, where its name is none of the usual ones.")
            .Add("align.chosenField", "--chosen-field", "NAME", "The field of the better answer of a pair.")
            .Add("align.rejectedField", "--rejected-field", "NAME", "The field of the other answer of a pair.")
            .Add("align.responseField", "--response-field", "NAME", "The field of the single answer of kto, or of the right answer to a prompt.")
            .Add("align.labelField", "--label-field", "NAME", "The field that says whether the answer of kto is good.")
            .Flag("align.allowBroken", "--allow-broken", "Count and leave out records that cannot be read at all, such as broken JSON; an error without it.")
            .Add("seed", "--seed", "N", "The seed of everything random; 42 without it.")
            .Add("threads", "--threads", "N", "Threads that compute; 0, which is usual, for one a core.");
        var verb = new Verb(
            "align",
            "Aligns a model with preferences: by pairs of answers, by a reward model, or by rewards for what it writes itself. Measures before and after, and writes the model with a report.",
            "sinter align --model runs/assistant --data pairs.jsonl --method dpo --out runs/aligned",
            "sinter align --model runs/assistant --data pairs.jsonl --method reward --out runs/judge",
            "sinter align --model runs/sums --data sums.jsonl --method grpo --reward exact --max-tokens 8 --out runs/better-sums");
        keys.AddTo(verb, folder);
        verb.Add(set);
        verb.SetAction(parsed =>
        {
            IEnumerable<(string Key, string Option, IReadOnlyList<string> Values)> options =
            [
                ("collect.source", "--model", ["none"]),
                ("finetune.task", "--model", ["none"]),
                .. LeastRate(parsed, keys),
                .. keys.Given(parsed).Select(given => given.Key is "model.from" ? given with { Values = [TuningRun.Start(given.Values[0]).Path] } : given),
            ];
            var output = parsed.GetRequiredValue(folder);
            return TuningRun.Run(RecipeReader.Of(TuningRun.NameOf(output), options, parsed.GetValue(set)), output, parsed.InvocationConfiguration.Output);
        });
        return verb;
    }

    /// <summary>The least rate follows the highest one, which may be given below the usual least.</summary>
    private static IEnumerable<(string Key, string Option, IReadOnlyList<string> Values)> LeastRate(ParseResult parsed, KeyOptions keys)
    {
        if (double.TryParse(keys.Value(parsed, "align.learningRate"), NumberStyles.Float, CultureInfo.InvariantCulture, out var highest) && highest is >= 0 and <= 10)
        {
            yield return ("align.minimumLearningRate", "--learning-rate", [(highest / 10).ToString("R", CultureInfo.InvariantCulture)]);
        }
    }
}
