using Sinter.Data.Tuning;
using Sinter.Tests;

namespace Sinter.Data.Tests.Tuning;

/// <summary>Public data sets, whose counts are facts: lines of the files, and what a few lines of Python over the same files count.</summary>
public sealed class RealFilesTests
{
    [Fact]
    public void Polarity_sentences()
    {
        var data = TuningFile.ReadClassify(["positive=" + Assets.Path("corpora/sentiment/rt-polarity.pos"), "negative=" + Assets.Path("corpora/sentiment/rt-polarity.neg")]);

        data.Records.Count.ShouldBe(10_662);
        data.Faults.ShouldBeEmpty();
        var labels = LabelStatistics.Of(data.Records);
        labels.Labels.ShouldBe(["negative", "positive"]);
        labels.Count("positive").ShouldBe(5331);
        labels.BalancedWeights().ShouldBe([1, 1]);
    }

    [Theory]
    [InlineData("benchmarks/glue/CoLA/raw/in_domain_train.tsv", 8551, "CoLA (source, label, note, sentence)")]
    [InlineData("benchmarks/glue/SST2-clairett/train.tsv", 6920, "a table of texts and labels")]
    [InlineData("benchmarks/glue/SST2-clairett/test.tsv", 1821, "a table of texts and labels")]
    [InlineData("benchmarks/hf-jsonl/glue__sst2__validation.jsonl", 872, "text and label")]
    public void Sentences_of_two_classes(string asset, int count, string form)
    {
        var data = TuningFile.ReadClassify([Assets.Path(asset)]);

        (data.Records.Count, data.Form).ShouldBe((count, form));
        LabelStatistics.Of(data.Records).Labels.ShouldBe(["0", "1"]);
        data.Faults.ShouldAllBe(fault => !fault.LeftOut);
    }

    [Theory]
    [InlineData("benchmarks/glue/MRPC/msr_paraphrase_train.txt", 4076, "0 1")]
    [InlineData("benchmarks/glue/MRPC/msr_paraphrase_test.txt", 1725, "0 1")]
    [InlineData("benchmarks/glue/QNLI/dev.tsv", 5463, "entailment not_entailment")]
    [InlineData("corpora/hf-tests_samples/MRPC/train.tsv", 6, "0 1")]
    [InlineData("benchmarks/hf-jsonl/glue__rte__validation.jsonl", 277, "0 1")]
    [InlineData("benchmarks/hf-jsonl/super_glue__cb__validation.jsonl", 56, "0 1 2")]
    [InlineData("benchmarks/hf-jsonl/boolq__none__validation.jsonl", 3270, "false true")]
    [InlineData("benchmarks/superglue/RTE/train.jsonl", 2490, "entailment not_entailment")]
    [InlineData("benchmarks/superglue/CB/train.jsonl", 250, "contradiction entailment neutral")]
    public void Pairs_of_sentences(string asset, int count, string labels)
    {
        var data = TuningFile.ReadPairs([Assets.Path(asset)]);

        data.Records.Count.ShouldBe(count);
        string.Join(' ', LabelStatistics.Of(data.Records).Labels).ShouldBe(labels);
        data.Faults.ShouldAllBe(fault => !fault.LeftOut);
    }

    [Fact]
    public void Similar_sentences()
    {
        var path = Assets.Path("corpora/hf-tests_samples/STS-B/train.tsv");

        TuningFile.ReadPairs([path]).Records.Select(record => record.Score).Take(2).ShouldBe([5, 3.8]);
        var data = TuningFile.ReadRegress([path]);
        data.Records.Count.ShouldBe(9);
        (data.Records[1].Text, data.Records[1].Second, data.Records[1].Score).ShouldBe(("A man is playing a large flute.", "A man is playing a flute.", 3.8));
    }

    [Theory]
    [InlineData("corpora/xquad/xquad.en.json", 1190, 1190)]
    [InlineData("corpora/xquad/xquad.ru.json", 1190, 1190)]
    [InlineData("corpora/hf-tests_samples/SQUAD/sample.json", 14, null)]
    public void Questions_about_paragraphs(string asset, int count, int? answered)
    {
        var data = TuningFile.ReadAnswers([Assets.Path(asset)]);

        data.Records.Count.ShouldBe(count);
        data.Records.Count(record => record.HasAnswer).ShouldBe(answered ?? data.Records.Count(record => record.HasAnswer));
        data.Records.ShouldAllBe(record => record.Answers.All(answer => record.Context.Substring(answer.Start, answer.Text.Length) == answer.Text));
        data.Faults.ShouldAllBe(fault => !fault.LeftOut);
    }

    [Theory]
    [InlineData("corpora/hf-tests_samples/wmt16/sample.json", 10)]
    [InlineData("corpora/hf-tests_samples/wmt_en_ro/train.json", 11)]
    [InlineData("corpora/hf-tests_samples/wmt_en_ro/test.json", 20)]
    [InlineData("corpora/hf-tests_samples/xsum/sample.json", 10)]
    public void Texts_to_write(string asset, int count) => TuningFile.ReadGenerate([Assets.Path(asset)]).Records.Count.ShouldBe(count);

    [Theory]
    [InlineData("benchmarks/hf-jsonl/ai2_arc__ARC-Challenge__validation.jsonl", 299)]
    [InlineData("benchmarks/hf-jsonl/ai2_arc__ARC-Easy__validation.jsonl", 570)]
    [InlineData("benchmarks/hf-jsonl/allenai__basic_arithmetic__none__validation.jsonl", 3000)]
    [InlineData("benchmarks/hf-jsonl/openbookqa__main__validation.jsonl", 500)]
    [InlineData("benchmarks/hf-jsonl/piqa__plain_text__validation.jsonl", 1838)]
    [InlineData("benchmarks/hf-jsonl/sciq__none__validation.jsonl", 1000)]
    [InlineData("benchmarks/hf-jsonl/social_i_qa__none__validation.jsonl", 1954)]
    [InlineData("benchmarks/hf-jsonl/super_glue__copa__validation.jsonl", 100)]
    [InlineData("benchmarks/hf-jsonl/tau__commonsense_qa__none__validation.jsonl", 1221)]
    [InlineData("benchmarks/hf-jsonl/winogrande__winogrande_xl__validation.jsonl", 1267)]
    [InlineData("benchmarks/superglue/COPA/train.jsonl", 400)]
    [InlineData("benchmarks/truthfulqa/mc_task.json", 817)]
    [InlineData("benchmarks/mmlu/test", 14_042)]
    [InlineData("benchmarks/mmlu/dev", 285)]
    public void Questions_with_choices(string asset, int count)
    {
        var data = TuningFile.ReadChoices([Assets.Path(asset)]);

        data.Records.Count.ShouldBe(count, string.Join('\n', data.Faults));
        data.Faults.ShouldAllBe(fault => !fault.LeftOut);

        // No place is right nearly always or nearly never: so letters and numbers were taken for what they mean.
        data.Records.Where(record => record.Choices.Count == data.Records[0].Choices.Count).CountBy(record => record.Right).ShouldAllBe(place => place.Value * 10 > data.Records.Count / data.Records[0].Choices.Count);
    }

    [Theory]
    [InlineData("corpora/llamafactory-demo/alpaca_en_demo.json", 999, "Alpaca (instruction, input, output)")]
    [InlineData("corpora/llamafactory-demo/identity.json", 91, "Alpaca (instruction, input, output)")]
    [InlineData("corpora/llamafactory-demo/glaive_toolcall_en_demo.json", 300, "ShareGPT (conversations with from and value)")]
    [InlineData("corpora/llamafactory-demo/kto_en_demo.json", 300, "messages with role and content")]
    [InlineData("corpora/instruct/alpaca_seed_tasks.jsonl", 175, "instruction with instances (input, output)")]
    [InlineData("corpora/instruct/user_oriented_instructions.jsonl", 252, "instruction with instances (input, output)")]
    [InlineData("corpora/instruct/dolly_hhrlhf_train_small.jsonl", 1000, "prompt and completion")]
    [InlineData("benchmarks/gsm8k/train.jsonl", 7473, "prompt and completion")]
    [InlineData("benchmarks/alpaca_eval/alpaca_eval.jsonl", 805, "Alpaca (instruction, input, output)")]
    public void Instructions(string asset, int count, string form)
    {
        var data = TuningFile.ReadInstruct([Assets.Path(asset)]);

        (data.Records.Count, data.Form).ShouldBe((count, form));
        data.Faults.ShouldAllBe(fault => !fault.LeftOut);
    }

    [Fact]
    public void Calls_of_functions()
    {
        var data = TuningFile.ReadInstruct([Assets.Path("corpora/llamafactory-demo/glaive_toolcall_en_demo.json")]);

        data.Records.Sum(record => record.Messages.Count(message => message.Json is { } json && json.TryGetProperty("tool_calls", out _))).ShouldBe(211);
        data.Records.Count(record => record.Tools is not null).ShouldBe(191);
    }

    [Fact]
    public void Preferences_of_people()
    {
        var data = TuningFile.ReadPreferences([Assets.Path("corpora/hh-rlhf/harmless-base-test.jsonl.gz")]);

        data.Form.ShouldBe("hh-rlhf (two transcripts)");
        data.Found.ShouldBe(2312);
        data.Records.Count.ShouldBe(2303);
        data.Faults.Select(fault => (fault.Kind, fault.Count)).ShouldBe([(FaultKind.DifferentPrompts, 5), (FaultKind.EmptyAnswer, 4)]);
        data.Records[0].Prompt.Count.ShouldBe(5);
        data.Records[0].Prompt[0].Content.ShouldBe("what are some pranks with a pen i can do?");
    }

    [Fact]
    public void Demonstrations_of_preferences()
    {
        var pairs = TuningFile.ReadPreferences([Assets.Path("corpora/llamafactory-demo/dpo_en_demo.json")]);
        (pairs.Records.Count, pairs.Form).ShouldBe((299, "conversation, chosen, rejected"));

        var judged = TuningFile.ReadKto([Assets.Path("corpora/llamafactory-demo/kto_en_demo.json")]);
        judged.Records.Count.ShouldBe(300);
        judged.Records.Count(record => record.IsDesirable).ShouldBe(150);
    }

    [Fact]
    public void Sums_with_their_answers()
    {
        var data = TuningFile.ReadPrompts([Assets.Path("benchmarks/gsm8k/test.jsonl")]);

        (data.Records.Count, data.Form).ShouldBe((1319, "GSM8K (question, answer after ####)"));
        data.Records[0].Answer.ShouldBe("18");
        data.Records.Select(record => record.Answer!).ShouldAllBe(answer => answer.All(sign => char.IsAsciiDigit(sign) || sign == '-' || sign == '.'));
        data.Records[0].Metadata["solution"].ShouldEndWith("#### 18");
    }

    [Theory]
    [InlineData("corpora/hh-rlhf/harmless-base-test.jsonl.gz", "preference")]
    [InlineData("corpora/llamafactory-demo/kto_en_demo.json", "kto")]
    [InlineData("corpora/llamafactory-demo/alpaca_en_demo.json", "instruct")]
    [InlineData("corpora/llamafactory-demo/glaive_toolcall_en_demo.json", "instruct")]
    [InlineData("corpora/xquad/xquad.en.json", "qa")]
    [InlineData("benchmarks/hf-jsonl/piqa__plain_text__validation.jsonl", "choice")]
    [InlineData("benchmarks/superglue/RTE/train.jsonl", "pair")]
    [InlineData("benchmarks/hf-jsonl/glue__sst2__validation.jsonl", "classify")]
    [InlineData("corpora/hf-tests_samples/wmt16/sample.json", "generate")]
    public void The_task_of_a_file_is_told_by_itself(string asset, string task) => TuningFile.Recognise([Assets.Path(asset)])[0].ShouldBe(task);

    [Fact]
    public void Conversations_written_as_lines_are_read_back_as_they_were()
    {
        using var folder = new TemporaryFolder();
        var calls = TuningFile.ReadInstruct([Assets.Path("corpora/llamafactory-demo/glaive_toolcall_en_demo.json")]).Records;
        var pairs = TuningFile.ReadPreferences([Assets.Path("corpora/llamafactory-demo/dpo_en_demo.json")]).Records;
        MessageLines.Write(folder.File("calls.jsonl"), calls).ShouldBe(300);
        MessageLines.Write(folder.File("pairs.jsonl"), pairs).ShouldBe(299);

        var options = new TuningOptions { Folder = folder.Path };
        TuningFile.ReadInstruct(["calls.jsonl"], options).Records.Select(record => record.ContentHash()).ShouldBe(calls.Select(record => record.ContentHash()));
        TuningFile.ReadPreferences(["pairs.jsonl"], options).Records.Select(record => record.ContentHash()).ShouldBe(pairs.Select(record => record.ContentHash()));
    }
}
